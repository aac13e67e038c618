package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, proxies and files as they are out there. */
class RealWorldTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final String OBJECT = "{\"objectId\":\"x\"}";
  private static final ApiToken TOKEN = ApiToken.of("dt0c01.PUBLIC.SECRETSECRET");

  private final RecordingTiming timing = new RecordingTiming();
  @TempDir private Path folder;
  private StubServer server;

  @BeforeEach
  void start() {
    server = new StubServer(options().gzipDisabled(true));
    server.stubFor(any(anyUrl()).willReturn(okJson(OBJECT)));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "//", "/e/id", "/e/id/", "/e/id/api", "/e/id/api/v2/", "/gw/e/id"})
  void keepsEveryPathPrefix(String prefix) {
    try (DynatraceClient client = client(server.address() + prefix)) {
      client.settings().get(ID);
      client.settings().delete(ID, new UpdateToken("a+/="));
    }
    String kept = prefix.replaceAll("(/api(/v2)?)?/*$", "");
    assertThat(server.getAllServeEvents())
        .extracting(event -> event.getRequest().getUrl())
        .containsExactly(
            kept + "/api/v2/settings/objects/x?updateToken=a%2B%2F%3D",
            kept + "/api/v2/settings/objects/x");
  }

  @Test
  void supportsIpv6() {
    WireMockServer six = new WireMockServer(options().bindAddress("::1").dynamicPort());
    six.start();
    six.stubFor(any(anyUrl()).willReturn(okJson(OBJECT)));
    try (DynatraceClient client = client("http://[::1]:" + six.port())) {
      assertThat(client.settings().get(ID).objectId()).contains(ID);
    } finally {
      six.stop();
    }
  }

  @Test
  void readsCompressedAndChunkedResponses() throws IOException {
    String value = "x".repeat(100_000);
    ResponseDefinitionBuilder large =
        okJson("{\"objectId\":\"x\",\"value\":{\"a\":\"" + value + "\"}}");
    try (DynatraceClient client = client(address())) {
      server.stubFor(any(anyUrl()).willReturn(large));
      assertThat(client.settings().get(ID).value().orElseThrow().path("a").asText())
          .isEqualTo(value);
      server.stubFor(
          any(anyUrl())
              .withHeader("Accept-Encoding", equalTo("gzip"))
              .willReturn(
                  aResponse().withHeader("Content-Encoding", "gzip").withBody(zipped(OBJECT))));
      assertThat(client.settings().get(ID).objectId()).contains(ID);
      server.stubFor(any(anyUrl()).willReturn(large.withChunkedDribbleDelay(50, 20)));
      assertThat(client.settings().get(ID).value().orElseThrow().path("a").asText())
          .isEqualTo(value);
    }
  }

  /** The library would send it again by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "99999999999", "-1", "soon"})
  void doesNotRetryACreateAfterA503WithRetryAfter(String retryAfter) {
    server.stubFor(
        any(anyUrl())
            .willReturn(aResponse().withStatus(503).withHeader("Retry-After", retryAfter)));
    try (DynatraceClient client = client(address())) {
      assertThatThrownBy(() -> client.settings().create(List.of(RetryTest.object(false))))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasCauseInstanceOf(ServerErrorException.class);
    }
    assertThat(server.getAllServeEvents()).hasSize(1);
  }

  @Test
  void replacesAClosedConnectionBeforeAWrite() throws Exception {
    try (ClosingServer closing = new ClosingServer();
        DynatraceClient client = client(closing.address())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.settings().create(List.of(RetryTest.object(false))).orThrow())
            .containsExactly(ID);
        closing.awaitClosed(i + 1);
      }
      assertThat(closing.requests).hasSize(3);
    }
  }

  @Test
  void doesNotRetryARejectedTunnel() throws Exception {
    for (int status : new int[] {407, 403}) {
      try (RefusingProxy refusing = new RefusingProxy(status);
          DynatraceClient client =
              builder("https://abc12345.live.dynatrace.com")
                  .proxies(ProxySettings.of(HttpProxy.of("127.0.0.1", refusing.port()), ""))
                  .build()) {
        assertThatThrownBy(() -> client.settings().get(ID))
            .isInstanceOf(DynatraceTransportException.class)
            .hasMessageContaining(status == 407 ? "proxy" : "403");
        assertThat(refusing.connections).hasValue(1);
        assertThat(timing.pauses()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\r\nAuthorization: x", "a\nb", "a\u0000", "logconfig/ä"})
  void rejectsAUserAgentWithAnotherHeader(String userAgent) {
    assertThatThrownBy(() -> DynatraceClient.builder().userAgent(userAgent))
        .isInstanceOf(InvalidArgumentException.class)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void retriesATokenFileThatIsBeingWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "");
    AtomicInteger pauses = new AtomicInteger();
    RecordingTiming writing =
        new RecordingTiming(
            () -> write(file, pauses.incrementAndGet() < 2 ? "\n" : "dt0c01.A.FIRSTSECRET"));
    try (DynatraceClient client = fileClient(file).timing(writing).build()) {
      assertThat(client.settings().get(ID).objectId()).contains(ID);
      assertThat(pauses).hasValue(2);
    }
  }

  @Test
  void reportsATokenFileThatStaysEmpty() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), " \n");
    try (DynatraceClient client = fileClient(file).build()) {
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(CredentialsException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("the API token is empty");
    }
    assertThat(timing.pauses()).hasSize(2);
    assertThat(server.getAllServeEvents()).isEmpty();
  }

  /** Only the service can distinguish half a token from a token. */
  @Test
  void replacesAPartlyWrittenTokenOnceItIsRejected() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "dt0c01.A.FIRST");
    server.stubFor(
        any(anyUrl())
            .withHeader("Authorization", equalTo("Api-Token dt0c01.A.FIRST"))
            .willReturn(aResponse().withStatus(401)));
    try (DynatraceClient client =
        fileClient(file).requestListener(event -> write(file, "dt0c01.A.FIRSTSECRET\n")).build()) {
      assertThat(client.settings().get(ID).objectId()).contains(ID);
    }
    assertThat(server.getAllServeEvents()).hasSize(2);
  }

  @Test
  void returnsTheRequestIdOfAnErrorResponse() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("X-Request-Id", "other")
                    .withHeader("Dynatrace-Response-Id", "QHJ1eGl0")));
    try (DynatraceClient client = client(address())) {
      assertThatThrownBy(() -> client.settings().get(ID))
          .hasMessageContaining("(request QHJ1eGl0)")
          .isInstanceOfSatisfying(
              InvalidRequestException.class, e -> assertThat(e.requestId()).contains("QHJ1eGl0"));
      server.stubFor(
          any(anyUrl())
              .willReturn(
                  aResponse()
                      .withStatus(400)
                      .withHeader("X-Request-Id", "SECRETSECRET")
                      .withHeader("Dynatrace-Response-Id", "a b")));
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOfSatisfying(
              InvalidRequestException.class, e -> assertThat(e.requestId()).contains("****"));
    }
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String address() {
    return server.address();
  }

  private DynatraceClient.Builder fileClient(Path file) {
    return builder(address()).credentials(Credentials.tokenFile(file));
  }

  private DynatraceClient client(String address) {
    return builder(address).build();
  }

  private DynatraceClient.Builder builder(String address) {
    return DynatraceClient.builder().baseUrl(BaseUrl.parse(address)).apiToken(TOKEN).timing(timing);
  }

  /** Accepts connections one after another and does with each what a subclass says. */
  private abstract static class RawServer implements AutoCloseable {

    private final ServerSocket socket;

    RawServer() throws IOException {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(this::serve, "raw-server");
      thread.setDaemon(true);
      thread.start();
    }

    abstract void serve(Socket connection) throws IOException;

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      try {
        while (true) {
          try (Socket connection = socket.accept()) {
            serve(connection);
          }
        }
      } catch (IOException closed) {
        // the test is over
      }
    }

    /** Reads up to the end of the headers, and the body that they announce. */
    static String request(InputStream stream) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int one = stream.read();
        if (one < 0) {
          return "";
        }
        head.append((char) one);
      }
      for (String line : head.toString().split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          stream.readNBytes(Integer.parseInt(line.substring(15).strip()));
        }
      }
      return head.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Promises to keep a connection, and closes it after one answer. */
  private static final class ClosingServer extends RawServer {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private int closed;

    ClosingServer() throws IOException {}

    String address() {
      return "http://127.0.0.1:" + port();
    }

    @Override
    void serve(Socket connection) throws IOException {
      String request = request(connection.getInputStream());
      if (!request.isEmpty()) {
        requests.add(request);
        byte[] body = "[{\"code\":200,\"objectId\":\"x\"}]".getBytes(StandardCharsets.UTF_8);
        String head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: keep-alive\r\n"
                + "Content-Length: "
                + body.length
                + "\r\n\r\n";
        connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().write(body);
        connection.getOutputStream().flush();
      }
      connection.close();
      synchronized (this) {
        closed++;
        notifyAll();
      }
    }

    synchronized void awaitClosed(int times) throws InterruptedException {
      while (closed < times) {
        wait();
      }
    }
  }

  /** Refuses every tunnel. */
  private static final class RefusingProxy extends RawServer {

    private final AtomicInteger connections = new AtomicInteger();
    private final int status;

    RefusingProxy(int status) throws IOException {
      this.status = status;
    }

    @Override
    void serve(Socket connection) throws IOException {
      connections.incrementAndGet();
      request(connection.getInputStream());
      String answer =
          "HTTP/1.1 "
              + status
              + " No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";
      connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      connection.getOutputStream().flush();
    }
  }
}
