package io.github.logconfig.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads a TLS server as a kubeconfig describes it, and reports why that fails. */
@DisabledOnOs(OS.WINDOWS)
class KubeconfigTest {

  private static final HeldCertificate CA =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("cluster CA").build();
  private static final HeldCertificate OTHER_CA =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("other CA").build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .signedBy(CA)
          .commonName("api")
          .addSubjectAlternativeName("127.0.0.1")
          .addSubjectAlternativeName("api.internal")
          .build();
  private static final String LIST =
      """
      {"kind":"NamespaceList","metadata":{"resourceVersion":"1"},"items":[
        {"metadata":{"name":"a","uid":"1","labels":{"logconfig.io/ingest":"true"}}},
        {"metadata":{"name":"kube-system","uid":"u-1"}}]}
      """;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<String> clients = new CopyOnWriteArrayList<>();
  private HttpsServer api;

  @BeforeEach
  void start() throws IOException {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(SERVER)
            .addTrustedCertificate(CA.certificate())
            .build();
    api = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.setHttpsConfigurator(
        new HttpsConfigurator(certificates.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setWantClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    api.setExecutor(threads);
    api.createContext("/api/v1/namespaces", this::answer);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(String.valueOf(authorization));
    HttpsExchange tls = (HttpsExchange) exchange;
    try {
      clients.add(tls.getSSLSession().getPeerPrincipal().getName());
    } catch (SSLPeerUnverifiedException e) {
      clients.add("none");
    }
    boolean expired = "Bearer expired".equals(authorization);
    byte[] body =
        (expired ? "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}" : LIST)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(expired ? 401 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String address() {
    return "https://127.0.0.1:" + api.getAddress().getPort();
  }

  /** A kubeconfig with one context; {@code user} is JSON, {@code cluster} are further fields. */
  private Path kubeconfig(String server, String cluster, String user) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters: [{name: one, cluster: {server: "%s", %s}}]
        contexts: [{name: one, context: {cluster: one, user: reader}}]
        users: [{name: reader, user: %s}]
        """
            .formatted(server, cluster, user));
  }

  private static String authority(HeldCertificate ca) {
    return "certificate-authority-data: "
        + Base64.getEncoder()
            .encodeToString(ca.certificatePem().getBytes(StandardCharsets.US_ASCII));
  }

  private LoadedState load(Path kubeconfig) throws IOException {
    return source().withKubeconfig(kubeconfig).load();
  }

  private KubernetesClustersSource source() throws IOException {
    return new KubernetesClustersSource(
        Files.writeString(
            folder.resolve("clusters.yaml"),
            """
            environments: [{name: staging, url: 'https://abc12345.live.dynatrace.com'}]
            clusters: [{name: stage-01, environment: staging}]
            """));
  }

  private static void assertIsRead(LoadedState loaded) {
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.namespaces().toString())
        .containsExactly("[a]");
  }

  private static void assertFails(LoadedState loaded, Problem.Kind kind, String... texts) {
    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.worst()).contains(kind);
    assertThat(loaded.problems().get(0).toString())
        .startsWith("cluster stage-01: ")
        .contains(texts)
        .doesNotContain("\n", "Exception");
  }

  @Test
  void reportsUntrustedCertificates() throws IOException {
    assertFails(
        load(kubeconfig(address(), authority(OTHER_CA), "{token: x}")),
        Problem.Kind.UNREACHABLE,
        address(),
        "CN=api",
        "is not trusted; trust its issuer (CN=cluster CA) with certificate-authority of the"
            + " kubeconfig");
    assertFails(
        load(kubeconfig(address(), "", "{token: x}")),
        Problem.Kind.UNREACHABLE,
        "trust its issuer (CN=cluster CA) with --ca-file, or with certificate-authority");
    assertIsRead(load(kubeconfig(address(), authority(CA), "{token: x}")));
    assertIsRead(load(kubeconfig(address(), "insecure-skip-tls-verify: true", "{token: x}")));
    HandshakeCertificates trusted =
        new HandshakeCertificates.Builder().addTrustedCertificate(CA.certificate()).build();
    HandshakeCertificates client =
        new HandshakeCertificates.Builder()
            .heldCertificate(
                new HeldCertificate.Builder()
                    .signedBy(CA)
                    .commonName("client of this machine")
                    .build())
            .build();
    assertIsRead(
        source()
            .withKubeconfig(kubeconfig(address(), "", "{token: x}"))
            .withTls(trusted.trustManager(), List.of(client.keyManager()))
            .load());
    assertThat(clients).last().isEqualTo("CN=client of this machine");
  }

  @Test
  void reportsExpiredTokens() throws IOException {
    assertFails(
        load(kubeconfig(address(), authority(CA), "{token: expired}")),
        Problem.Kind.DENIED,
        address(),
        "status 401: Unauthorized; the credentials are missing, invalid or expired");
  }

  @Test
  void reportsUnreachableServers() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertFails(
        load(kubeconfig("https://127.0.0.1:" + port, "", "{}")),
        Problem.Kind.UNREACHABLE,
        "https://127.0.0.1:" + port + ": connection refused");
    assertFails(
        load(kubeconfig("https://nowhere.invalid", "", "{}")),
        Problem.Kind.UNREACHABLE,
        "https://nowhere.invalid: unknown host");
  }

  @Test
  void givesUpOnServersThatDoNotAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path config = kubeconfig("https://127.0.0.1:" + silent.getLocalPort(), "", "{}");

      assertFails(
          source()
              .withKubeconfig(config)
              .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(10))
              .load(),
          Problem.Kind.UNREACHABLE,
          "no response within 1 s");
    }
  }

  @Test
  void boundsTheTimeOfServersThatAnswerSlowly() throws IOException {
    HttpServer slow =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.setExecutor(threads);
    slow.createContext("/").setHandler(KubeconfigTest::drip);
    slow.start();
    try {
      Path config = kubeconfig("http://127.0.0.1:" + slow.getAddress().getPort(), "", "{}");

      assertFails(
          source()
              .withKubeconfig(config)
              .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1))
              .load(),
          Problem.Kind.UNREACHABLE,
          "the list is not complete after 1 s");
    } finally {
      slow.stop(0);
    }
  }

  /** Sends a byte of a list every 50 ms until the client gives up. */
  private static void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write("{\"items\":[".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        body.write(' ');
        body.flush();
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  @Test
  void usesTheTlsServerName() throws IOException {
    String tunnel = address().replace("127.0.0.1", "localhost");

    assertFails(
        load(kubeconfig(tunnel, authority(CA), "{}")),
        Problem.Kind.UNREACHABLE,
        "the certificate of the server (CN=api, for 127.0.0.1, api.internal) is not valid for"
            + " localhost; set tls-server-name");
    assertIsRead(load(kubeconfig(tunnel, authority(CA) + ", tls-server-name: api.internal", "{}")));
    assertFails(
        load(kubeconfig(address(), authority(CA) + ", tls-server-name: other.internal", "{}")),
        Problem.Kind.UNREACHABLE,
        "is not valid for other.internal");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsTokenFiles(boolean absolute) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "from-file\n");
    String shown = absolute ? file.toString() : "token";

    assertIsRead(load(kubeconfig(address(), authority(CA), "{tokenFile: '" + shown + "'}")));
    assertThat(authorizations).containsExactly("Bearer from-file");

    Files.delete(file);
    assertFails(
        load(kubeconfig(address(), authority(CA), "{tokenFile: '" + shown + "'}")),
        Problem.Kind.INVALID,
        "tokenFile",
        "cannot be read");
  }

  @ParameterizedTest
  @CsvSource({"RSA, PKCS#8", "RSA, PKCS#1", "EC, PKCS#8", "EC, SEC 1"})
  void readsClientKeys(String algorithm, String form) throws IOException {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder().signedBy(CA).commonName("reader");
    HeldCertificate client =
        algorithm.equals("RSA") ? builder.rsa2048().build() : builder.ecdsa256().build();
    String key =
        switch (form) {
          case "PKCS#1" -> client.privateKeyPkcs1Pem();
          case "SEC 1" -> sec1((ECPrivateKey) client.keyPair().getPrivate());
          default -> client.privateKeyPkcs8Pem();
        };
    Files.writeString(folder.resolve("reader.crt"), client.certificatePem());
    Files.writeString(folder.resolve("reader.key"), key);

    assertIsRead(
        load(
            kubeconfig(
                address(),
                authority(CA),
                "{client-certificate: reader.crt, client-key: reader.key}")));
    assertThat(clients).containsExactly("CN=reader");
  }

  /** Returns a P-256 key in the form of SEC 1. */
  private static String sec1(ECPrivateKey key) {
    byte[] number = key.getS().toByteArray();
    byte[] secret = new byte[32];
    int length = Math.min(number.length, secret.length);
    System.arraycopy(number, number.length - length, secret, secret.length - length, length);
    String der = "30310201010420" + HexFormat.of().formatHex(secret) + "a00a06082a8648ce3d030107";
    return "-----BEGIN EC PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(new BigInteger(der, 16).toByteArray())
        + "\n-----END EC PRIVATE KEY-----\n";
  }

  @Test
  void runsExecPluginsWithoutShell() throws IOException {
    script(
        "plugin",
        """
        for each in "$@"; do echo "<$each>" >> "$LOG"; done
        echo "$KUBERNETES_EXEC_INFO" >> "$LOG"
        echo '{"kind":"ExecCredential","status":{"token":"of-plugin"}}'
        """);
    Path log = folder.resolve("log");

    assertIsRead(
        load(
            kubeconfig(
                address(),
                authority(CA) + ", tls-server-name: api.internal",
                """
                {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin,
                  args: ["a b", "$HOME", "*", "; exit 1", "'"], provideClusterInfo: true,
                  env: [{name: LOG, value: "%s"}]}}\
                """
                    .formatted(log))));

    assertThat(authorizations).containsExactly("Bearer of-plugin");
    assertThat(Files.readAllLines(log))
        .startsWith("<a b>", "<$HOME>", "<*>", "<; exit 1>", "<'>")
        .last()
        .asString()
        .contains("\"server\":\"" + address() + "\"", "\"tls-server-name\":\"api.internal\"");
  }

  @Test
  void reportsFailingExecPlugins() throws IOException {
    script("plugin", "echo 'login expired, run foo login' >&2; exit 3");
    assertFails(
        load(kubeconfig(address(), authority(CA), "{exec: {command: ./plugin}}")),
        Problem.Kind.DENIED,
        "the exec plugin \"./plugin\" failed with status 3: login expired, run foo login");

    script("plugin", "echo nothing");
    assertFails(
        load(kubeconfig(address(), authority(CA), "{exec: {command: ./plugin}}")),
        Problem.Kind.DENIED,
        "returned no ExecCredential");

    assertFails(
        load(
            kubeconfig(
                address(),
                authority(CA),
                "{exec: {command: no-such-plugin, installHint: 'get it at https://example.com'}}")),
        Problem.Kind.INVALID,
        "cannot be started: command not found; get it at https://example.com");
  }

  @Test
  void stopsExecPluginsThatHang() throws Exception {
    script("plugin", "sleep 600");
    Path config = kubeconfig(address(), authority(CA), "{exec: {command: ./plugin}}");
    Kubeconfig.Server server = Kubeconfig.read(Optional.of(config)).server(Optional.empty());

    assertThat(
            catchThrowable(() -> server.exec().orElseThrow().run(server, Duration.ofMillis(200))))
        .hasMessageContaining("did not finish within");
  }

  @Test
  void mergesSeveralFiles() throws IOException {
    Path first = Files.createDirectories(folder.resolve("first")).resolve("config");
    Files.writeString(first.resolveSibling("token"), "first");
    Files.writeString(
        first,
        """
        current-context: one
        users: [{name: reader, user: {tokenFile: token}}]
        contexts: [{name: one, context: {cluster: one, user: reader}}]
        """);
    Path second = kubeconfig(address(), authority(CA), "{token: second}");
    System.setProperty(
        "kubeconfig", String.join(":", List.of(first.toString(), "/nowhere", second.toString())));
    try {
      assertIsRead(source().load());
    } finally {
      System.clearProperty("kubeconfig");
    }
    assertThat(authorizations).containsExactly("Bearer first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the file is empty",
        "`a: [b` | invalid YAML",
        "`clusters: [{name: x` | invalid YAML",
        "`clusters: x` | clusters must be a list",
        "`apiVersion: v1` | does not exist or is empty, and this program does not run in a cluster",
        "`current-context: other` | the kubeconfig has no context \"other\"",
        "`{current-context: a, contexts: [{name: a, context: {cluster: b}}]}` | refers to the"
            + " unknown cluster \"b\"",
        "`{current-context: a, contexts: [{name: a, context: {cluster: b}}], clusters: [{name: b,"
            + " cluster: {server: 'x'}}]}` | server of the kubeconfig is \"x\"; expected an http",
        "`{current-context: a, contexts: [{name: a, context: {cluster: b}}], clusters: [{name: b,"
            + " cluster: {server: 'https://x', certificate-authority-data: eA==}}]}` | the"
            + " certificate authority is not a PEM certificate",
      })
  void reportsInvalidKubeconfigsOnOneLine(String content, String expected) throws IOException {
    assertFails(
        load(Files.writeString(folder.resolve("config"), content)), Problem.Kind.INVALID, expected);
  }

  @Test
  void reportsMissingContextsAndFiles() throws IOException {
    Path config = kubeconfig(address(), authority(CA), "{}");

    assertFails(
        source().withKubeconfig(config).withContext("wrong").load(),
        Problem.Kind.INVALID,
        "the kubeconfig has no context \"wrong\"");
    assertFails(
        load(folder.resolve("absent")), Problem.Kind.INVALID, "absent: the file does not exist");
  }

  @Test
  void usesTheProxyOfTheKubeconfigOrOfTheMachine() throws IOException {
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      List<String> tunnels = new CopyOnWriteArrayList<>();
      threads.execute(() -> serve(proxy, tunnels));
      String host = "127.0.0.1:" + proxy.getLocalPort();

      assertIsRead(
          load(
              kubeconfig(
                  address(),
                  authority(CA) + ", proxy-url: 'http://me:p%40ss@" + host + "'",
                  "{token: x}")));
      assertIsRead(
          source()
              .withKubeconfig(kubeconfig(address(), authority(CA), "{token: x}"))
              .withProxies(
                  selector(proxy.getLocalPort()),
                  Optional.of(
                      new Authenticator() {
                        @Override
                        protected PasswordAuthentication getPasswordAuthentication() {
                          return new PasswordAuthentication("me", "p@ss".toCharArray());
                        }
                      }))
              .load());
      assertFails(
          load(
              kubeconfig(
                  address(), authority(CA) + ", proxy-url: 'http://" + host + "'", "{token: x}")),
          Problem.Kind.UNREACHABLE,
          "the proxy " + host + " requires user and password (HTTP 407)");
      assertFails(
          load(
              kubeconfig(
                  address(),
                  authority(CA) + ", proxy-url: 'http://me:SECRET@" + host + "'",
                  "{token: x}")),
          Problem.Kind.UNREACHABLE,
          "the proxy " + host + " requires another user and password (HTTP 407)");

      assertThat(tunnels).filteredOn(it -> it.equals("granted")).hasSize(2);
    }
  }

  @Test
  void usesHttpsProxies() throws IOException {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder().heldCertificate(SERVER).build();
    try (ServerSocket proxy =
        certificates
            .sslContext()
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      List<String> tunnels = new CopyOnWriteArrayList<>();
      threads.execute(() -> serve(proxy, tunnels));
      String url = "https://me:p%40ss@127.0.0.1:" + proxy.getLocalPort();

      assertIsRead(
          load(kubeconfig(address(), authority(CA) + ", proxy-url: '" + url + "'", "{token: x}")));
      assertFails(
          load(
              kubeconfig(
                  address(), authority(OTHER_CA) + ", proxy-url: '" + url + "'", "{token: x}")),
          Problem.Kind.UNREACHABLE,
          "the certificate of the proxy (CN=api) is not trusted; trust its issuer (CN=cluster CA)");
      assertFails(
          load(
              kubeconfig(
                  address(),
                  authority(CA) + ", proxy-url: '" + url.replace("127.0.0.1", "localhost") + "'",
                  "{token: x}")),
          Problem.Kind.UNREACHABLE,
          "localhost");

      assertThat(tunnels).containsOnlyOnce("granted");
    }
  }

  /** No namespaces would mean that none is opted in any longer. */
  @ParameterizedTest
  @CsvSource({
    "INVALID, '{}', 'the response is not a list of namespaces: it has no \"items\"'",
    "INVALID, '{\"items\":{}}', 'the response is not a list of namespaces: it has no'",
    "INVALID, '[]', 'the response is not a list of namespaces'",
    "UNREACHABLE, '{\"items\":', 'the response broke off'",
    "UNREACHABLE, '', 'the response is empty'",
    "UNREACHABLE, 'hello', 'the response is not JSON, but starts with \"hello\"'",
    "UNREACHABLE, '<html><title>Sign in</title>', 'the response is the web page \"Sign in\", not"
        + " JSON: a proxy or a login page responds instead of the API server'"
  })
  void takesNothingElseForAnEmptyList(Problem.Kind kind, String body, String message)
      throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, body.isEmpty() ? -1 : body.length());
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body.getBytes(StandardCharsets.US_ASCII));
          }
        });
    other.start();
    try {
      assertFails(
          load(
              kubeconfig(
                  "http://127.0.0.1:" + other.getAddress().getPort(),
                  "insecure-skip-tls-verify: false",
                  "{token: x}")),
          kind,
          message);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void usesSocksProxies() throws IOException {
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      List<String> hosts = new CopyOnWriteArrayList<>();
      threads.execute(() -> serveSocks(proxy, hosts));
      String url = "socks5://127.0.0.1:" + proxy.getLocalPort();

      assertIsRead(
          load(
              kubeconfig(
                  "https://api.internal:6443",
                  authority(CA) + ", proxy-url: '" + url + "'",
                  "{token: x}")));
      String withUser = url.replace("//", "//me:p%40ss@");
      assertIsRead(
          load(
              kubeconfig(
                  "https://api.internal:6443",
                  authority(CA) + ", proxy-url: '" + withUser + "'",
                  "{token: x}")));
      assertFails(
          load(
              kubeconfig(
                  address(),
                  authority(CA) + ", proxy-url: '" + url.replace("//", "//me:wrong@") + "'",
                  "{token: x}")),
          Problem.Kind.UNREACHABLE,
          "the proxy 127.0.0.1:"
              + proxy.getLocalPort()
              + " requires another user and password (SOCKS 5)");
      assertFails(
          load(
              kubeconfig(
                  "https://refused.internal:6443",
                  authority(CA) + ", proxy-url: '" + url + "'",
                  "{token: x}")),
          Problem.Kind.UNREACHABLE,
          "the proxy 127.0.0.1:"
              + proxy.getLocalPort()
              + " cannot connect to the server: connection refused");

      assertThat(hosts)
          .as("resolved by the proxy")
          .containsExactly("api.internal", "api.internal", "refused.internal");
    }
  }

  /** A SOCKS 5 proxy that connects every host to the server of the test. */
  private void serveSocks(ServerSocket proxy, List<String> hosts) {
    while (!proxy.isClosed()) {
      try {
        Socket client = proxy.accept();
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        in.readNBytes(1);
        boolean hasUser = in.readNBytes(in.read()).length > 1;
        out.write(new byte[] {5, (byte) (hasUser ? 2 : 0)});
        if (hasUser) {
          in.readNBytes(1);
          String user = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
          String password = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
          boolean valid = (user + ":" + password).equals("me:p@ss");
          out.write(new byte[] {1, (byte) (valid ? 0 : 1)});
          if (!valid) {
            client.close();
            continue;
          }
        }
        in.readNBytes(4); // version, command, reserved, type of address: a name
        String host = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
        hosts.add(host);
        in.readNBytes(2); // port
        if (host.startsWith("refused")) {
          out.write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), api.getAddress().getPort());
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        threads.execute(() -> copy(client, server));
        threads.execute(() -> copy(server, client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static ProxySelector selector(int port) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI target) {
        return List.of(
            new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
      }

      @Override
      public void connectFailed(URI target, SocketAddress address, IOException failure) {
        throw new AssertionError(failure);
      }
    };
  }

  /** A proxy for tunnels that requires the user {@code me}. */
  private void serve(ServerSocket proxy, List<String> tunnels) {
    String expected =
        "Proxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));
    while (!proxy.isClosed()) {
      try {
        Socket client = proxy.accept();
        List<String> head = head(client.getInputStream());
        OutputStream out = client.getOutputStream();
        if (!head.contains(expected)) {
          tunnels.add("refused");
          out.write(
              """
              HTTP/1.1 407 Proxy Authentication Required\r
              Proxy-Authenticate: Basic realm="x"\r
              Content-Length: 0\r
              Connection: close\r
              \r
              """
                  .getBytes(StandardCharsets.US_ASCII));
          client.close();
          continue;
        }
        tunnels.add("granted");
        Socket server = new Socket(InetAddress.getLoopbackAddress(), api.getAddress().getPort());
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        threads.execute(() -> copy(client, server));
        threads.execute(() -> copy(server, client));
      } catch (IOException e) {
        // closed, or the client does not trust the proxy
      }
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.write(next);
        continue;
      }
      String text = line.toString(StandardCharsets.US_ASCII).strip();
      if (text.isEmpty()) {
        break;
      }
      lines.add(text);
      line.reset();
    }
    return lines;
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // closed
    }
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
