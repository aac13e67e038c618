package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.connection.TlsSettings;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies, private authorities and client certificates. */
class NetworksTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");

  /** Not an address of this machine, since those are never proxied. */
  private static final String HOST = "abc12345.live.dynatrace.com";

  private final HeldCertificate authority =
      new HeldCertificate.Builder().commonName("Example CA").certificateAuthority(1).build();
  @TempDir private Path folder;
  private MockWebServer server;

  @BeforeEach
  void start() {
    server = new MockWebServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void tunnelsThroughAProxyThatRequiresAuthentication() throws Exception {
    secure(host(HOST));
    try (TunnelProxy proxy = new TunnelProxy(server.getPort(), "Basic bWU6cEBzcw==")) {
      String address = "127.0.0.1:" + proxy.port();
      try (DynatraceClient client = client(proxies("http://me:p%40ss@" + address))) {
        client.settings().get(ID);
      }
      assertThat(proxy.tunnels).contains(HOST + ":443");
      for (String wrong : List.of(address, "http://me:SECRETSECRET@" + address)) {
        try (DynatraceClient client = client(proxies(wrong))) {
          assertThatThrownBy(() -> client.settings().get(ID))
              .isInstanceOf(DynatraceTransportException.class)
              .hasMessageContaining("proxy")
              .message()
              .doesNotContain("SECRETSECRET");
        }
      }
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  /** The same for the service and for the token endpoint of an OAuth client. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|407 No,Proxy-Authenticate: Basic realm=\"p\"|requires user and password (HTTP 407)",
        "me:x@|407 No,Proxy-Authenticate: Basic realm=\"p\""
            + "|requires another user and password (HTTP 407)",
        "me:x@|407 No,Proxy-Authenticate: Negotiate,Proxy-Authenticate: NTLM"
            + "|requires authentication with Negotiate or NTLM; expected Basic (HTTP 407)",
        "|403 No,Content-Type: text/html|rejects the connection (HTTP 403)",
        "|502 No,Content-Type: text/html|rejects the connection (HTTP 502)",
        "||closed the connection without a response",
        "|hangs|within 300 ms"
      })
  void namesWhyAProxyRefusesTheServiceAndTheTokenEndpoint(
      @Nullable String user, @Nullable String response, String reason) throws IOException {
    RetryPolicy impatient = RetryPolicy.builder().unreachable(Duration.ofMillis(300)).build();
    Credentials token = Credentials.token("dt0c01.PUBLIC.SECRETSECRETSECRET");
    OAuthClient oauth =
        OAuthClient.builder()
            .tokenEndpoint(URI.create("https://sso.example.com/token"))
            .clientId("me")
            .clientSecret(ClientSecret.of("SECRETSECRETSECRET"))
            .build();
    try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      TunnelProxy.run(
          () -> {
            while (true) {
              refuse(proxy.accept(), Optional.ofNullable(response).orElse(""));
            }
          });
      String address = "127.0.0.1:" + proxy.getLocalPort();
      for (Credentials credentials : List.of(token, Credentials.oauth(oauth))) {
        try (DynatraceClient client =
            DynatraceClient.builder()
                .baseUrl(BaseUrl.parse("https://" + HOST))
                .credentials(credentials)
                .proxies(proxies("http://" + Optional.ofNullable(user).orElse("") + address))
                .retryPolicy("hangs".equals(response) ? impatient : RetryPolicy.DEFAULT)
                .timing(new RecordingTiming())
                .build()) {
          assertThatThrownBy(() -> client.settings().get(ID))
              .isInstanceOfSatisfying(
                  DynatraceTransportException.class,
                  it -> assertThat(it.kind()).isEqualTo(Kind.PROXY))
              .hasMessageContaining("the proxy " + address + " " + reason)
              .hasMessageContaining(
                  credentials == token
                      ? "GET /settings/objects"
                      : "token endpoint https://sso.example.com:443/token: ");
        }
      }
    }
  }

  /** Answers with a status and headers; closes the connection without them, or never answers. */
  private static void refuse(Socket client, String response) throws IOException {
    if (response.equals("hangs")) {
      return;
    }
    try (client) {
      new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))
          .lines()
          .takeWhile(line -> !line.isEmpty())
          .forEach(line -> {});
      if (!response.isEmpty()) {
        TunnelProxy.respond(
            client, response.replace(",", "\r\n") + "\r\nContent-Length: 0\r\n\r\n");
      }
    }
  }

  @Test
  void offersProxiesAndAuthoritiesToOtherHttpClients() throws Exception {
    secure(host(HOST));
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    try (TunnelProxy proxy = new TunnelProxy(server.getPort(), "Basic bWU6cEBzcw==")) {
      ProxySettings proxies = proxies("http://me:p%40ss@127.0.0.1:" + proxy.port());
      HttpClient client =
          HttpClient.newBuilder()
              .proxy(proxies.selector())
              .authenticator(proxies.authenticator())
              .sslContext(TlsSettings.builder().trustCertificates(pem()).build().sslContext())
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("https://" + HOST + "/x")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', https://abc.live.dynatrace.com, true",
    "'', https://localhost:1, false",
    "'', https://127.9.9.9/x, false",
    "'', 'https://[::1]:1', false",
    "'*', https://abc.live.dynatrace.com, false",
    "dynatrace.com, https://abc.live.dynatrace.com, false",
    "'a.com, Dynatrace.COM', https://abc.live.dynatrace.com, false",
    "dynatrace.com, https://dynatrace.com, false",
    "dynatrace.com, https://notdynatrace.com, true",
    ".dynatrace.com, https://abc.live.dynatrace.com., false",
    ".dynatrace.com, https://dynatrace.com, true",
    "*.dynatrace.com, https://abc.live.dynatrace.com, false",
    "dynatrace.com:443, https://abc.live.dynatrace.com, false",
    "dynatrace.com:8443, https://abc.live.dynatrace.com, true",
    "10.0.0.0/8, https://10.255.0.1/e/id, false",
    "10.0.0.0/8, https://11.0.0.1/e/id, true",
    "10.1.2.3, https://10.1.2.3:9999, false",
    "10.1.2.3:9998, https://10.1.2.3:9999, true",
    "10.0.0.0/9, https://10.128.0.1, true",
    "fd00::/8, 'https://[fd12::1]:9999', false",
    "fd00::/8, 'https://[fe12::1]:9999', true",
    "'[fd12::1]:9999', 'https://[fd12::1]:9999', false",
    "10.0.0.0/8, https://ten.example.com, true"
  })
  void sendsDirectlyWhatTheExceptionsName(String exceptions, String url, boolean proxied) {
    ProxySettings settings =
        ProxySettings.of(HttpProxy.parse("proxy.example.com:3128"), exceptions);
    assertThat(settings.proxyFor(URI.create(url)).isPresent()).isEqualTo(proxied);
  }

  @Test
  void readsVariablesInBothCases() {
    assertThat(ProxySettings.fromEnvironment(Map.of("NO_PROXY", "x", "HTTPS_PROXY", ""))).isEmpty();
    ProxySettings settings =
        ProxySettings.fromEnvironment(
                Map.of(
                    "HTTPS_PROXY", "upper:1",
                    "https_proxy", "http://lower.example.com:2",
                    "HTTP_PROXY", "http://plain.example.com/",
                    "no_proxy", "direct.example.com"))
            .orElseThrow();
    assertThat(proxyOf(settings, "https://a.example.com")).contains("lower.example.com:2");
    assertThat(proxyOf(settings, "http://a.example.com")).contains("plain.example.com:80");
    assertThat(proxyOf(settings, "https://direct.example.com")).isEmpty();
    assertThat(settings).hasToString("lower.example.com:2, plain.example.com:80");
  }

  private static Optional<String> proxyOf(ProxySettings settings, String url) {
    return settings.proxyFor(URI.create(url)).map(HttpProxy::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://me:SECRETSECRET@proxy",
        "https://me:SECRETSECRET@proxy:1",
        "http://me:SECRETSECRET@proxy:1/path",
        "me:SECRETSECRET@proxy:99999",
        "http://me:SECRET SECRETSECRET@proxy:1",
        "http://"
      })
  void rejectsOtherProxiesWithoutRepeatingThePassword(String text) {
    assertThatThrownBy(() -> ProxySettings.fromEnvironment(Map.of("https_proxy", text)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("https_proxy: invalid proxy")
        .message()
        .doesNotContain("SECRETSECRET");
    assertThatThrownBy(
            () ->
                ProxySettings.fromEnvironment(Map.of("HTTP_PROXY", "a:1", "NO_PROXY", "10.0.0/8")))
        .hasMessageStartingWith("NO_PROXY: invalid exception from the proxy \"10.0.0/8\"");
  }

  @Test
  void namesTheCertificateThatIsNotTrusted() throws Exception {
    secure(host("localhost"));
    try (DynatraceClient client = local(TlsSettings.builder().build())) {
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(DynatraceTransportException.class)
          .hasMessageContaining("the certificate of the server (CN=localhost) is not trusted")
          .hasMessageContaining("is not trusted, because its issuer is unknown: CN=Example CA");
    }
  }

  @Test
  void namesAnExpiredCertificateAndAnotherHost() throws Exception {
    Instant end = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    secure(
        new HeldCertificate.Builder()
            .commonName("old")
            .signedBy(authority)
            .validityInterval(end.minus(9, ChronoUnit.DAYS).toEpochMilli(), end.toEpochMilli())
            .addSubjectAlternativeName("localhost")
            .build());
    TlsSettings trusting = TlsSettings.builder().trustCertificates(pem()).build();
    try (DynatraceClient client = local(trusting)) {
      assertThatThrownBy(() -> client.settings().get(ID))
          .hasMessageContaining("(CN=old) is valid only from")
          .hasMessageContaining("until " + end);
    }
    server.close();
    server = new MockWebServer();
    secure(host("other.example.com"));
    try (DynatraceClient client = local(trusting)) {
      assertThatThrownBy(() -> client.settings().get(ID))
          .hasMessageContaining("is not valid for localhost, but for other.example.com");
    }
  }

  @Test
  void sendsAClientCertificateInPemForm() throws Exception {
    HeldCertificate intermediate =
        new HeldCertificate.Builder()
            .commonName("Intermediate")
            .certificateAuthority(0)
            .signedBy(authority)
            .build();
    HeldCertificate caller =
        new HeldCertificate.Builder().commonName("caller").signedBy(intermediate).rsa2048().build();
    server.requireClientAuth();
    secure(host("localhost"));
    Path chain =
        Files.writeString(
            folder.resolve("tls.crt"), caller.certificatePem() + intermediate.certificatePem());
    Path key = Files.writeString(folder.resolve("tls.key"), caller.privateKeyPkcs8Pem());
    Path both =
        Files.writeString(
            folder.resolve("both.pem"), Files.readString(key) + Files.readString(chain));
    for (TlsSettings.Builder settings :
        List.of(
            TlsSettings.builder().clientCertificate(chain, key),
            TlsSettings.builder().clientCertificate(both, both))) {
      try (DynatraceClient client = local(settings.trustCertificates(pem()).build())) {
        client.settings().get(ID);
        assertThat(String.valueOf(server.takeRequest().getHandshake().peerPrincipal()))
            .isEqualTo("CN=caller");
      }
    }
  }

  @Test
  void tellsPemFromPkcs12() throws Exception {
    Path pem = pem();
    Path pkcs12 = folder.resolve("store.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own",
        authority.keyPair().getPrivate(),
        "x".toCharArray(),
        new Certificate[] {authority.certificate()});
    try (OutputStream stream = Files.newOutputStream(pkcs12)) {
      store.store(stream, "x".toCharArray());
    }
    Path oldKey =
        Files.writeString(
            folder.resolve("old.key"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    TlsSettings.Builder builder = TlsSettings.builder();
    assertThatThrownBy(() -> builder.clientCertificate(pem, "x"))
        .hasMessageContaining("expected a PKCS#12 file, but this is a PEM file");
    assertThatThrownBy(() -> builder.trustCertificates(pkcs12))
        .hasMessageContaining("expected a PEM file, but this is a PKCS#12 or DER file");
    assertThatThrownBy(() -> builder.clientCertificate(pkcs12, "y"))
        .hasMessageContaining("expected a PKCS#12 file with this password");
    assertThatThrownBy(() -> builder.clientCertificate(pem, pem))
        .hasMessageContaining("it has CERTIFICATE");
    assertThatThrownBy(() -> builder.clientCertificate(pem, oldKey))
        .hasMessageContaining("it has RSA PRIVATE KEY. Convert a key with: openssl pkcs8");
    assertThatThrownBy(() -> builder.trustCertificates(folder.resolve("missing")))
        .hasMessageContaining("it does not exist");
    assertThatThrownBy(() -> builder.trustEnvironment(Map.of("SSL_CERT_FILE", oldKey.toString())))
        .hasMessageContaining("invalid CA file of SSL_CERT_FILE");
  }

  private HeldCertificate host(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .signedBy(authority)
        .addSubjectAlternativeName(name)
        .build();
  }

  private void secure(HeldCertificate own) throws IOException {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(own)
            .addTrustedCertificate(authority.certificate())
            .build()
            .sslSocketFactory(),
        false);
    for (int i = 0; i < 5; i++) {
      server.enqueue(
          new MockResponse()
              .setHeader("Content-Type", "application/json")
              .setBody("{\"objectId\":\"x\"}"));
    }
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  private Path pem() throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
  }

  private static ProxySettings proxies(String url) {
    return ProxySettings.fromEnvironment(Map.of("HTTPS_PROXY", url)).orElseThrow();
  }

  private DynatraceClient client(ProxySettings proxies) throws IOException {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse("https://" + HOST))
        .credentials(Credentials.token("dt0c01.PUBLIC.SECRETSECRETSECRET"))
        .proxies(proxies)
        .tls(TlsSettings.builder().trustCertificates(pem()).build())
        .build();
  }

  private DynatraceClient local(TlsSettings tls) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse("https://localhost:" + server.getPort()))
        .credentials(Credentials.token("dt0c01.PUBLIC.SECRETSECRETSECRET"))
        .tls(tls)
        .build();
  }

  /** A proxy that connects every tunnel to one port of this machine. */
  private static final class TunnelProxy implements AutoCloseable {

    private final ServerSocket socket;
    private final int target;
    private final String authorization;
    private final List<String> tunnels = new CopyOnWriteArrayList<>();

    TunnelProxy(int target, String authorization) throws IOException {
      this.target = target;
      this.authorization = authorization;
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      run(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    private interface Task {
      void run() throws IOException;
    }

    private static void run(Task task) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  task.run();
                } catch (IOException closed) {
                  // the test has ended, or the client has closed the connection
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() throws IOException {
      while (true) {
        Socket client = socket.accept();
        run(() -> tunnel(client));
      }
    }

    private void tunnel(Socket client) throws IOException {
      try (client) {
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        String request = reader.readLine();
        while (request != null) {
          boolean authorized = false;
          for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
            authorized |= line.equalsIgnoreCase("Proxy-Authorization: " + authorization);
          }
          if (authorized) {
            tunnels.add(request.split(" ", -1)[1]);
            respond(client, "200 OK\r\n\r\n");
            connect(client);
            return;
          }
          respond(
              client,
              "407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
          request = reader.readLine();
        }
      }
    }

    private void connect(Socket client) throws IOException {
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        run(() -> server.getInputStream().transferTo(client.getOutputStream()));
        client.getInputStream().transferTo(server.getOutputStream());
      }
    }

    private static void respond(Socket client, String response) throws IOException {
      client.getOutputStream().write(("HTTP/1.1 " + response).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
