package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.connection.RequestEvent;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.connection.Waiting;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Hosts that cannot be reached are given up soon; what is waited for can be asked. */
class UnreachableTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final RecordingTiming timing = new RecordingTiming();

  @Test
  void givesUpARefusedConnectionAndAnUnknownHost() throws IOException {
    String refused = "http://127.0.0.1:" + unusedPort();
    assertThat(failure(builder(refused))).isEqualTo(Kind.NOT_CONNECTED);
    assertGivenUp();
    assertThat(failure(builder("https://unknown.invalid"))).isEqualTo(Kind.UNKNOWN_HOST);
    assertGivenUp();
    HttpProxy proxy = HttpProxy.of("127.0.0.1", unusedPort());
    assertThat(failure(builder("https://a.example.com").proxies(ProxySettings.of(proxy, ""))))
        .isEqualTo(Kind.PROXY);
    assertGivenUp();
  }

  @Test
  void givesUpATokenEndpointThatCannotBeReached() throws IOException {
    Credentials oauth =
        Credentials.oauth(
            OAuthClient.builder()
                .tokenEndpoint(URI.create("http://127.0.0.1:" + unusedPort() + "/sso"))
                .clientId("me")
                .clientSecret(ClientSecret.of("SECRETSECRET"))
                .build());
    List<RequestEvent> attempts = new CopyOnWriteArrayList<>();
    assertThat(
            failure(
                builder("http://127.0.0.1:1").credentials(oauth).requestListener(attempts::add)))
        .isEqualTo(Kind.NOT_CONNECTED);
    assertGivenUp();
    assertThat(attempts)
        .hasSizeGreaterThan(1)
        .allMatch(it -> it.request().equals("POST to the token endpoint"));
  }

  @Test
  void givesUpAServerThatAcceptsConnectionsAndIsSilent() throws IOException {
    RetryPolicy impatient = RetryPolicy.builder().unreachable(Duration.ofMillis(100)).build();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "https://127.0.0.1:" + silent.getLocalPort();
      assertThat(failure(builder(url).retryPolicy(impatient))).isEqualTo(Kind.NOT_CONNECTED);
    }
  }

  /** As behind a firewall that drops packets: the system repeats them for two minutes. */
  @Test
  void givesUpAServerThatDropsConnections() throws IOException {
    RetryPolicy impatient = RetryPolicy.builder().unreachable(Duration.ofMillis(200)).build();
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket full = new ServerSocket(0, 1, here)) {
      List<Socket> accepted = fill(full);
      String address = "127.0.0.1:" + full.getLocalPort();
      try (DynatraceClient client = builder("http://" + address).retryPolicy(impatient).build()) {
        assertThatThrownBy(() -> client.settings().get(ID))
            .isInstanceOfSatisfying(
                DynatraceTransportException.class,
                it -> assertThat(it.kind()).isEqualTo(Kind.NOT_CONNECTED))
            .hasMessageContaining("no connection to " + address + " within 200 ms");
      }
      for (Socket socket : accepted) {
        socket.close();
      }
    }
  }

  /** Connects until the server has no place for another connection. */
  private static List<Socket> fill(ServerSocket server) throws IOException {
    List<Socket> accepted = new ArrayList<>();
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(server.getLocalSocketAddress(), 100);
        accepted.add(socket);
      } catch (SocketTimeoutException e) {
        socket.close();
        return accepted;
      }
    }
  }

  @Test
  void tellsThatAServerDoesNotSpeakTls() {
    StubServer server = new StubServer();
    assertThat(failure(builder("https://127.0.0.1:" + server.port()))).isEqualTo(Kind.TLS);
    server.stop();
  }

  @Test
  void statesWhatIsWaitedFor() throws IOException {
    List<Waiting> waits = new CopyOnWriteArrayList<>();
    DynatraceClient[] observed = new DynatraceClient[1];
    RecordingTiming observing =
        new RecordingTiming(() -> observed[0].waiting().ifPresent(waits::add));
    try (DynatraceClient client =
        builder("http://127.0.0.1:" + unusedPort()).timing(observing).build()) {
      observed[0] = client;
      assertThat(client.waiting()).isEmpty();
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(DynatraceTransportException.class);
      assertThat(client.waiting()).isEmpty();
    }
    assertThat(waits).hasSizeGreaterThan(3);
    Waiting last = waits.get(waits.size() - 1);
    assertThat(last.request()).isEqualTo("GET /settings/objects/{objectId}");
    assertThat(last.attempts()).isEqualTo(waits.size());
    assertThat(last.since()).isBetween(Duration.ofSeconds(1), LIMIT);
    assertThat(last.lastFailure().orElse("")).contains("connection refused");
  }

  private void assertGivenUp() {
    Duration waited = timing.pauses().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofSeconds(3), LIMIT);
    timing.forget();
  }

  private static Kind failure(DynatraceClient.Builder builder) {
    try (DynatraceClient client = builder.build()) {
      return Optional.ofNullable(
              catchThrowableOfType(
                  DynatraceTransportException.class, () -> client.settings().get(ID)))
          .orElseThrow()
          .kind();
    }
  }

  private DynatraceClient.Builder builder(String url) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(url))
        .credentials(Credentials.token("dt0c01.PUBLIC.SECRETSECRET"))
        .timing(timing);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
