package io.github.logconfig.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.internal.graphql.GraphQlConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlSourceTest {

  private static final String SHA = QontractServer.SHA;
  private static final String NEWER = QontractServer.NEWER;
  private static final String SECRET = "Basic c2VjcmV0OnNlY3JldA==";

  private static final String ONE_CLUSTER =
      """
      {"data":{"environments":[{"path":"/dt.yml","name":"staging",
        "environmentUrl":"https://abc12345.live.dynatrace.com"}],
      "clusters":[{"path":"/c.yml","name":"stage-01","labels":"{\\"team\\":\\"x\\"}",
        "dynatraceEnvironment":{"path":"/dt.yml"},"disable":null,
        "namespaces":[{"path":"/n.yml","name":"a","delete":null,"enableDynatraceLogging":true}]}]}}
      """;

  @TempDir private Path folder;
  private final QontractServer server = new QontractServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pinsOneBundleAndSendsTheAuthorization() {
    server.latest(SHA);
    server.bundle(SHA, ONE_CLUSTER);

    LoadedState loaded = load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters()).hasSize(1);
    assertThat(loaded.revision())
        .hasToString(
            "bundle " + SHA + ", commit " + AppInterfaceData.COMMIT + ", of 2023-07-22T04:26:40Z");
    assertThat(server.requests())
        .containsExactly("GET /sha256", "POST /graphqlsha/" + SHA, "GET /git-commit-info/" + SHA);
    server
        .http()
        .verify(
            postRequestedFor(urlEqualTo("/graphqlsha/" + SHA))
                .withHeader("User-Agent", equalTo("logconfig"))
                .withHeader("Authorization", equalTo(SECRET)));
  }

  @Test
  void usesProxies() {
    server.latest(SHA);
    server.bundle(SHA, ONE_CLUSTER);

    LoadedState loaded = throughProxy("p@ss").load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters()).hasSize(1);
    server
        .http()
        .verify(
            postRequestedFor(urlEqualTo("/graphqlsha/" + SHA))
                .withHeader("Host", equalTo("qontract.invalid"))
                .withHeader("Proxy-Authorization", equalTo("Basic bWU6cEBzcw==")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Basic realm=\"p\"|requires another user and password (HTTP 407)",
        "NTLM|requires authentication with NTLM; expected Basic (HTTP 407)"
      })
  void namesWhyAProxyRefuses(String challenge, String reason) {
    server
        .http()
        .stubFor(
            any(anyUrl())
                .willReturn(
                    aResponse().withStatus(407).withHeader("Proxy-Authenticate", challenge)));

    assertThat(throughProxy("SECRET").load().problems())
        .extracting(Problem::toString)
        .containsExactly(
            "http://qontract.invalid/sha256: the proxy "
                + server.graphql().getAuthority()
                + " "
                + reason);
  }

  /** The server of the test is the proxy. */
  private GraphQlSource throughProxy(String password) {
    URI proxy = server.graphql();
    Authenticator authenticator =
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("me", password.toCharArray());
          }
        };
    return GraphQlSource.of(URI.create("http://qontract.invalid/graphql"), Optional.empty())
        .withProxies(
            ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())),
            Optional.of(authenticator));
  }

  @Test
  void pinsAgainOnceIfTheBundleHasExpired() {
    server.latest(SHA, NEWER);
    server.bundle(NEWER, ONE_CLUSTER);

    LoadedState loaded = load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.revision().sha256()).contains(NEWER);
    assertThat(server.requests())
        .startsWith(
            "GET /sha256", "POST /graphqlsha/" + SHA, "GET /sha256", "POST /graphqlsha/" + NEWER);
  }

  @Test
  void failsIfTheSecondBundleExpires() {
    server.latest(SHA);

    assertThat(load().problems())
        .extracting(Problem::message)
        .containsExactly("the server no longer has its latest bundle");
    assertThat(server.requests()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 410})
  void usesOnlyTheBundleOfTheUrl(int status) {
    server.latest(NEWER);
    server.bundle(NEWER, ONE_CLUSTER);
    server.bundle(SHA, ONE_CLUSTER);
    URI pinned = URI.create(server.http().baseUrl() + "/graphqlsha/" + SHA);

    assertThat(GraphQlSource.of(pinned, Optional.empty()).load().revision().sha256()).contains(SHA);
    server
        .http()
        .stubFor(post(urlEqualTo("/graphqlsha/" + SHA)).willReturn(aResponse().withStatus(status)));
    assertThat(GraphQlSource.of(pinned, Optional.empty()).load().problems())
        .extracting(Problem::message)
        .containsExactly("the server does not have this bundle");
    assertThat(server.requests()).doesNotContain("GET /sha256");
  }

  @Test
  void readsTheDigestWithoutCommitInformation() {
    server.latest(SHA);
    server.bundle(SHA, ONE_CLUSTER);
    server.http().stubFor(get(urlEqualTo("/git-commit-info/" + SHA)).willReturn(aResponse()));

    assertThat(load().revision()).hasToString("bundle " + SHA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"errors\":[{\"message\":\"Cannot query\\nfield\"}],\"data\":{\"clusters\":[]}}`"
            + " | the server reports the error \"Cannot query\\u000afield\"",
        "`{\"errors\":{\"message\":\"x\"},\"data\":{\"environments\":[],\"clusters\":[]}}`"
            + " | errors of the response are not a list: \"{\\\"message\\\":\\\"x\\\"}\"",
        "`{\"data\":{\"environments\":[],\"clusters\":[]}}`"
            + " | the data has neither environments nor clusters",
        "`{\"data\":null}` | the response has no list of clusters",
        "`{\"data\":{\"clusters\":[]}}` | the response has no list of environments",
        "`{\"data\":{\"environments\":[],\"clusters\":[null]}}`"
            + " | the response has an entry without path: \"null\"",
        "`<html><title>Sign in</title>` | the response is the web page \"Sign in\": a proxy or a"
            + " login page responds instead of the server. Check the URL and the proxy",
        "`hello` | the server returned status 200, \"application/json\": \"hello\", expected JSON",
        "`` | the response has no list of clusters",
      })
  void reportsInvalidResponses(String body, String expected) {
    server.latest(SHA);
    server.bundle(SHA, body.replace("\n", "\\n"));

    LoadedState loaded = load();

    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.problems().get(0).message()).isEqualTo(expected);
    assertThat(loaded.problems().get(0).location().name())
        .isEqualTo(server.http().baseUrl() + "/graphqlsha/" + SHA);
    assertThat(loaded.problems().get(0).kind())
        .isEqualTo(
            body.startsWith("{") || body.isEmpty()
                ? Problem.Kind.INVALID
                : Problem.Kind.UNREACHABLE);
    assertThat(loaded.state().clusters()).isEmpty();
  }

  @Test
  void leavesOutEverythingForUnknownNamespaces() {
    server.latest(SHA);
    server.bundle(SHA, ONE_CLUSTER.replace("\"namespaces\":[", "\"namespaces\":[null,"));

    assertThat(load().problems()).hasSize(1);
    assertThat(load().state().clusters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "301, UNREACHABLE",
    "400, INVALID",
    "401, DENIED",
    "403, DENIED",
    "407, DENIED",
    "500, UNREACHABLE"
  })
  void doesNotRetryRejectedRequests(int status, Problem.Kind kind) {
    server.latest(SHA);
    server
        .http()
        .stubFor(
            post(urlEqualTo("/graphqlsha/" + SHA))
                .willReturn(
                    aResponse()
                        .withStatus(status)
                        .withHeader("Location", server.http().baseUrl() + "/elsewhere")
                        .withBody("no")));

    assertThat(load().problems()).hasSize(1);
    assertThat(load().problems().get(0).message()).contains("status " + status);
    assertThat(load().worst()).contains(kind);
    assertThat(server.requests()).filteredOn(request -> request.startsWith("POST")).hasSize(3);
    server.http().verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void reportsErrorsOfRejectedQueries() {
    server.latest(SHA);
    server
        .http()
        .stubFor(
            post(urlEqualTo("/graphqlsha/" + SHA))
                .willReturn(
                    aResponse()
                        .withStatus(400)
                        .withBody("{\"errors\":[{\"message\":\"unknown field\"}]}")));

    assertThat(load().problems())
        .extracting(Problem::message)
        .containsExactly("the server reports the error \"unknown field\"");
  }

  @Test
  void retriesTransientFailuresTwice() {
    server.latest(SHA);
    server
        .http()
        .stubFor(post(urlEqualTo("/graphqlsha/" + SHA)).willReturn(aResponse().withStatus(503)));
    assertThat(load().problems()).extracting(Problem::message).allMatch(it -> it.contains("503"));
    assertThat(server.requests()).hasSize(4);
    assertThat(load().worst()).contains(Problem.Kind.UNREACHABLE);

    server.http().resetAll();
    server
        .http()
        .stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThat(load().problems())
        .extracting(Problem::message)
        .allMatch(
            it ->
                it.startsWith("no response: ")
                    || it.equals("the server closed the connection without a response"));
    assertThat(load().worst()).contains(Problem.Kind.UNREACHABLE);
  }

  @Test
  void reportsUnreachableServers() {
    URI address = server.graphql();
    server.close();

    LoadedState loaded =
        GraphQlSource.of(address, Optional.empty())
            .withTimes(Duration.ZERO, Duration.ofMinutes(1))
            .load();

    assertThat(loaded.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.UNREACHABLE);
    assertThat(loaded.state().clusters()).isEmpty();
  }

  @Test
  void endsIfTheServerNeverResponds() throws IOException {
    List<String> activity = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/graphql");

      LoadedState loaded =
          GraphQlSource.of(address, Optional.empty())
              .withTimes(Duration.ZERO, Duration.ofSeconds(1))
              .withActivity(activity::add)
              .load();

      assertThat(loaded.problems())
          .extracting(Problem::message)
          .containsExactly("no complete response within 1 s");
      assertThat(loaded.worst()).contains(Problem.Kind.UNREACHABLE);
      assertThat(activity).containsExactly("a response of " + address.resolve("/sha256"));
    }
  }

  /** A pause of an hour would follow a failed attempt. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endOfAnIdleConnectionCostsNoAttempt(boolean reset) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serveOneResponseEach(socket, reset), "forgetful server");
      serving.setDaemon(true);
      serving.start();

      LoadedState loaded =
          GraphQlSource.of(
                  URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/graphql"),
                  Optional.empty())
              .withTimes(Duration.ofHours(1), Duration.ofMinutes(1))
              .load();

      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.state().clusters()).hasSize(1);
    }
  }

  /** Keeps each connection open, and ends it at its second request. */
  private static void serveOneResponseEach(ServerSocket socket, boolean reset) {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        String request = head(connection);
        String body =
            request.contains("/sha256")
                ? SHA
                : request.contains("/graphqlsha/") ? ONE_CLUSTER : "{\"commit\":\"abc\"}";
        String response = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        connection.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
        String next = head(connection);
        connection.setSoLinger(reset && !next.isEmpty(), 0);
      } catch (IOException gone) {
        // the client has closed the connection, or the test has ended
      }
    }
  }

  /** Reads a request; returns its head, or what there is of it. */
  private static String head(Socket connection) throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = connection.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    if (length.find()) {
      byte[] unused = in.readNBytes(Integer.parseInt(length.group(1)));
    }
    return head.toString();
  }

  @Test
  void doesNotFollowRedirects() {
    server
        .http()
        .stubFor(
            get(urlEqualTo("/sha256"))
                .willReturn(
                    aResponse()
                        .withStatus(302)
                        .withHeader("Location", "https://sso.example.com/login?ticket=hidden")));

    assertThat(load().problems())
        .extracting(Problem::message)
        .containsExactly(
            "the server redirects to https://sso.example.com (status 302), which is not followed,"
                + " expected the digest of a bundle");
  }

  @ParameterizedTest
  @CsvSource({
    "200,identity,INVALID,the response is larger than 1 MiB",
    "401,identity,DENIED,the server returned status 401",
    "401,gzip,DENIED,the server returned status 401"
  })
  void boundsResponses(int status, String coding, Problem.Kind kind, String message) {
    server
        .http()
        .stubFor(
            get(urlEqualTo("/sha256"))
                .willReturn(
                    aResponse()
                        .withStatus(status)
                        .withHeader("Content-Encoding", coding)
                        .withBody("a".repeat(2_000_000))));

    LoadedState loaded = load();

    assertThat(loaded.worst()).contains(kind);
    assertThat(loaded.problems().get(0).message()).startsWith(message);
  }

  @Test
  void hidesTheAuthorization() throws IOException {
    server.latest("no digest");
    GraphQlSource source = source();
    assertThat(source.load().problems().toString()).doesNotContain("c2VjcmV0");
    assertThat(source.toString()).doesNotContain("c2VjcmV0");
    assertThat(GraphQlConfig.of("https://x.example.com/graphql", Optional.of(SECRET)).toString())
        .doesNotContain("c2VjcmV0");
    Path broken = write("[graphql]\nserver = \"https://x\"\ntoken = c2VjcmV0\n");
    assertThat(GraphQlSource.ofConfig(broken).load().problems().toString())
        .doesNotContain("c2VjcmV0");
    assertThatThrownBy(
            () -> GraphQlSource.of(server.graphql(), Optional.of("Basic c2VjcmV0\r\nX-Other: 1")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("printable ASCII on one line")
        .hasMessageNotContaining("c2VjcmV0");
    assertThatThrownBy(
            () -> GraphQlSource.of(URI.create("https://u:c2VjcmV0@x/graphql"), Optional.empty()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void masksTheAuthorizationInResponses() {
    String token = "GQLSECRET+with/signs";
    String reversed = new StringBuilder(token).reverse().toString();
    String base64 =
        Base64.getEncoder().encodeToString(("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
    String echo = String.join(" ", "Bearer " + token, reversed, base64, encoded);
    List<String> bodies =
        List.of(
            "bad " + echo,
            "{\"errors\":[{\"message\":\"bad " + echo + "\"}]}",
            "{\"errors\":\"bad " + echo + "\"}",
            "{\"errors\":[{\"path\":[\"clusters\",0],\"message\":\"x\"}],\"data\":{\"environments\":"
                + "[],\"clusters\":[{\"path\":\""
                + echo
                + "\"}]}}",
            "{\"data\":{\"environments\":[],\"clusters\":[{\"name\":\"" + echo + "\"}]}}");
    server.latest(SHA);
    for (String body : bodies) {
      for (int status : new int[] {200, 400, 401}) {
        server
            .http()
            .stubFor(
                post(urlEqualTo("/graphqlsha/" + SHA))
                    .willReturn(
                        aResponse()
                            .withStatus(status)
                            .withHeader("Content-Type", "text/" + token)
                            .withBody(body)));

        LoadedState loaded =
            GraphQlSource.of(server.graphql(), Optional.of("Bearer " + token))
                .withTimes(Duration.ZERO, Duration.ofMinutes(1))
                .load();

        assertThat(loaded.problems()).isNotEmpty();
        assertThat(loaded.problems().toString())
            .contains("****")
            .doesNotContain("GQLSECRET", "TERCESLQG", base64.substring(10, 24), encoded);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"namespaces\":null", "\"x\":1", "\"namespaces\":{}"})
  void leavesOutClustersWithoutNamespaceList(String namespaces) {
    server.latest(SHA);
    server.bundle(
        SHA,
        ONE_CLUSTER.replaceAll(
            "(?s)\"namespaces\":\\[.*?\\]", Matcher.quoteReplacement(namespaces)));

    LoadedState loaded = load();

    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.problems())
        .extracting(problem -> problem.cluster().orElseThrow() + " " + problem)
        .containsExactly("stage-01 /c.yml: the response has no list of namespaces for the cluster");
  }

  @Test
  void readsTheConfigurationOfQontractReconcile() throws IOException {
    server.latest(SHA);
    server.bundle(SHA, ONE_CLUSTER);
    Path config =
        write(
            "[graphql]\nserver = \""
                + server.graphql()
                + "\"\ntoken = \""
                + SECRET
                + "\"\n\n[vault]\nserver = \"https://vault\"\n");

    assertThat(GraphQlSource.ofConfig(config).load().problems()).isEmpty();
    server
        .http()
        .verify(
            getRequestedFor(urlEqualTo("/sha256")).withHeader("Authorization", equalTo(SECRET)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a = 1` | :0 the table [graphql] has no server",
        "`[graphql]\\nserver = 1` | :0 the table [graphql] has no server",
        "`[graphql]\\nserver = \"https://x\"\\ntoken = 1` | :0 token of the table [graphql] must",
        "`[graphql]\\n"
            + "server = \"file:///etc/passwd\"` | :0 GraphQL server \"file:///etc/passwd\" is",
        "`[graphql]\\n"
            + "server = \"https://x/?q\"` | :0 GraphQL server \"https://x/?q\" is not an http",
        "`[graphql]\\nserver =` | :2 invalid TOML",
      })
  void reportsInvalidConfigurations(String text, String expected) throws IOException {
    List<Problem> problems =
        GraphQlSource.ofConfig(write(text.replace("\\n", "\n"))).load().problems();

    assertThat(problems)
        .extracting(problem -> ":" + problem.location().line() + " " + problem.message())
        .hasSize(1)
        .allMatch(problem -> problem.startsWith(expected), "begins with " + expected);
  }

  private LoadedState load() {
    return source().load();
  }

  private GraphQlSource source() {
    return GraphQlSource.of(server.graphql(), Optional.of(SECRET))
        .withTimes(Duration.ZERO, Duration.ofMinutes(1));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("config.toml"), text);
  }
}
