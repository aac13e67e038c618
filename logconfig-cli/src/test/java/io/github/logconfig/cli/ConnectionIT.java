package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.cli.ConnectionTable.Cell;
import io.github.logconfig.cli.ConnectionTable.Outcome;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command in a network with a proxy that requires a password and a private CA. */
class ConnectionIT {

  private static final String TOKEN = "dt0c01.VALID.SECRET";
  private static final int AT_ONCE = 4;

  @TempDir private Path folder;
  private DynatraceSimulator simulator;
  private PrivateNetwork network;

  @BeforeEach
  void start() throws IOException {
    simulator = ConnectionTable.simulator();
    network = new PrivateNetwork(simulator);
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
        """);
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging}]
        """);
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        current-context: stage
        clusters: [{name: stage, cluster: {server: "https://k8s.example.com:6443"}}]
        users: [{name: ann, user: {token: abc}}]
        contexts: [{name: stage, context: {cluster: stage, user: ann}}]
        """);
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
    simulator.close();
  }

  /**
   * The whole table runs in ConnectionTableTest, and here with {@code -Dlogconfig.all.cells=true}.
   */
  @Test
  void processesEndAsTheTableOfOutcomesSays() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "connections.md"));
    ConnectionTable table = new ConnectionTable(network, folder);
    Map<Cell, CompletableFuture<Result>> running = new LinkedHashMap<>();
    ExecutorService few = Executors.newFixedThreadPool(AT_ONCE);
    for (Cell cell : Boolean.getBoolean("logconfig.all.cells") ? Cell.all() : Cell.diagonal()) {
      String[] arguments = table.arguments(cell).toArray(String[]::new);
      running.put(
          cell, CompletableFuture.supplyAsync(() -> Executable.run(Map.of(), arguments), few));
    }
    few.shutdown();
    running.forEach(
        (cell, result) -> {
          Result run = result.join();
          Outcome outcome = Outcome.of(cell, run.exitCode(), run.out(), run.err());
          assertThat(ConnectionTable.documents(page, cell, outcome))
              .as("%s: %s", cell, outcome)
              .isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"variable", "option"})
  void allServersAreReachedThroughTheProxyAndWithThePrivateAuthority(String by) throws IOException {
    Map<String, String> variables = new HashMap<>(Map.of("DYNATRACE_API_TOKEN", TOKEN));
    List<String> options = new ArrayList<>();
    String proxy = network.proxy(PrivateNetwork.USER, "pa%3Ass");
    String authority = PrivateNetwork.authority(folder).toString();
    if (by.equals("variable")) {
      variables.putAll(Map.of("HTTPS_PROXY", proxy, "SSL_CERT_FILE", authority));
    } else {
      options.addAll(List.of("--proxy", proxy, "--ca-file", authority));
      options.addAll(
          List.of("--client-certificate", PrivateNetwork.clientCertificate(folder).toString()));
    }
    List<Result> results =
        all(
            variables,
            options,
            List.of("plan", "--file", folder.resolve("desired.yaml").toString()),
            List.of("validate", "--graphql", "https://qontract.example.com/graphql"),
            validateKubernetes());

    assertThat(results.get(0).exitCode()).as(results.get(0).err()).isEqualTo(ExitCode.CHANGES);
    assertThat(results.get(1).exitCode()).as(results.get(1).err()).isEqualTo(ExitCode.DONE);
    assertThat(results.get(2).exitCode()).as(results.get(2).err()).isEqualTo(ExitCode.DONE);
    String client = by.equals("option") ? "CN=client" : "anonymous";
    assertThat(network.requests())
        .contains(
            "abc12345.live.dynatrace.com /api/v2/settings/objects " + client,
            "qontract.example.com /sha256 " + client,
            "k8s.example.com /api/v1/namespaces " + client);
  }

  @Test
  void fileOfTheVariableIsReadOnlyForHttps() {
    Map<String, String> variables =
        Map.of(
            "DYNATRACE_API_TOKEN", TOKEN, "SSL_CERT_FILE", folder.resolve("none.pem").toString());
    String desired = folder.resolve("desired.yaml").toString();
    Result https = Executable.run(variables, "plan", "--file", desired);
    Result http =
        Executable.run(
            variables, "plan", "--file", desired, "--endpoint", "staging=" + simulator.baseUrl());

    assertThat(https.exitCode()).as(https.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(https.err()).contains("none.pem");
    assertThat(http.exitCode()).as(http.err()).isEqualTo(ExitCode.CHANGES);
  }

  @Test
  void failuresNameTheCauseAndTheOptionThatHelps() throws IOException {
    Map<String, String> variables = Map.of("DYNATRACE_API_TOKEN", TOKEN);
    List<String> plan = List.of("plan", "--file", folder.resolve("desired.yaml").toString());
    List<String> graphQl = List.of("validate", "--graphql", "https://qontract.example.com/graphql");
    String untrusted =
        "the certificate of the server \\(CN=any host\\) is not trusted.*CN=Company CA.*--ca-file";
    List<Result> withoutAuthority =
        all(
            variables,
            List.of("--proxy", network.proxy(PrivateNetwork.USER, "pa%3Ass")),
            plan,
            graphQl,
            validateKubernetes());
    String refused = "the proxy " + network.address() + " requires another user and password";
    List<Result> withoutPassword =
        all(
            variables,
            List.of("--proxy", network.proxy(PrivateNetwork.USER, "wrong")),
            plan,
            graphQl,
            validateKubernetes());

    assertThat(withoutAuthority)
        .allSatisfy(
            it -> {
              assertThat(it.exitCode()).as(it.err()).isEqualTo(ExitCode.UNREACHABLE);
              assertThat((it.err() + ConnectionTable.failures(it.out())).strip())
                  .hasLineCount(1)
                  .containsPattern(untrusted);
            });
    assertThat(withoutPassword)
        .allSatisfy(
            it -> {
              assertThat(it.exitCode()).as(it.err()).isEqualTo(ExitCode.UNREACHABLE);
              assertThat((it.err() + ConnectionTable.failures(it.out())).strip())
                  .hasLineCount(1)
                  .contains(refused);
            });
    assertThat(network.requests()).isEmpty();
  }

  /** The proxy relays connections to Dynatrace, but not to the token endpoint. */
  @ParameterizedTest
  @CsvSource({
    "'407 No\r\nProxy-Authenticate: NTLM', requires authentication with NTLM; expected Basic (HTTP"
        + " 407)",
    "403 Forbidden, rejects the connection (HTTP 403)"
  })
  void namesTheProxyThatRefusesTheTokenEndpoint(String response, String reason) throws IOException {
    network.refuse("sso.dynatrace.com", response);
    ConnectionTable table = new ConnectionTable(network, folder);
    List<String> plan =
        table.arguments(
            new Cell(
                ConnectionTable.Kind.OAUTH,
                ConnectionTable.Address.LIVE,
                ConnectionTable.State.VALID));

    Result run = Executable.run(Map.of(), plan.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ConnectionTable.failures(run.out()) + run.err())
        .isEqualTo(
            "cluster stage-01: environment staging: GET /settings/objects: token endpoint"
                + " https://sso.dynatrace.com:443/sso/oauth2/token: the proxy "
                + network.address()
                + " "
                + reason
                + "; check --proxy, HTTPS_PROXY and NO_PROXY\n");
    assertThat(network.requests()).isEmpty();
  }

  /** One rule for Dynatrace, its token endpoint, a qontract-server and Kubernetes. */
  @ParameterizedTest
  @CsvSource({"200, the response is the web page \"Sign in\"", "302, redirect"})
  void somethingElseInPlaceOfAServiceIsUnreachable(int status, String message) throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] page = "<html><title>Sign in</title></html>".getBytes(StandardCharsets.US_ASCII);
    other.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "https://sso.example.com/VALID.SECRET");
          exchange.sendResponseHeaders(status, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    other.start();
    String server = "http://127.0.0.1:" + other.getAddress().getPort();
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig, Files.readString(kubeconfig).replace("https://k8s.example.com:6443", server));
    String desired = folder.resolve("desired.yaml").toString();
    Path secret = Files.writeString(folder.resolve("secret"), "dt0s02.VALID.SECRET");
    secret.toFile().setReadable(false, false);
    secret.toFile().setReadable(true, true);
    List<Result> results =
        new ArrayList<>(
            all(
                Map.of("DYNATRACE_API_TOKEN", TOKEN),
                List.of(),
                List.of("plan", "--file", desired, "--endpoint", "staging=" + server),
                List.of("validate", "--graphql", server + "/graphql"),
                validateKubernetes()));
    results.add(
        Executable.run(
            Map.of(),
            "plan",
            "--file=" + desired,
            "--endpoint=staging=" + simulator.baseUrl(),
            "--oauth-client=dt0s02.VALID",
            "--oauth-secret-file=" + secret,
            "--oauth-endpoint=" + server + "/sso"));
    other.stop(0);

    assertThat(results)
        .allSatisfy(
            it -> {
              String lines = it.err() + ConnectionTable.failures(it.out());
              assertThat(it.exitCode()).as(lines).isEqualTo(ExitCode.UNREACHABLE);
              assertThat(lines.strip()).hasLineCount(1).contains(message);
              assertThat(it.out() + it.err()).doesNotContain("SECRET");
            });
  }

  @Test
  void commandsThatGetNoResponseStateWhatTheyWaitFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String server = "http://127.0.0.1:" + silent.getLocalPort();
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(
          kubeconfig, Files.readString(kubeconfig).replace("https://k8s.example.com:6443", server));
      String desired = folder.resolve("desired.yaml").toString();
      Map<String, Process> running = new LinkedHashMap<>();
      running.put(
          "a response of staging",
          start("plan", "--file", desired, "--endpoint", "staging=" + server));
      running.put(
          "a response of staging.*",
          start("run", "--port=0", "--file", desired, "--endpoint", "staging=" + server));
      running.put(
          "a response of " + server + "/sha256",
          start("manifests", "--image=logconfig:1", "--graphql", server + "/graphql"));
      running.put("the cluster stage-01", start(validateKubernetes().toArray(String[]::new)));
      running.put(
          "the namespaces of 1 cluster",
          start(
              "validate",
              "--file=" + desired,
              "--check-namespaces",
              "--kubeconfig=" + kubeconfig,
              "--context=stage"));

      running.forEach(
          (what, process) -> {
            assertThat(
                    process.errorReader().lines().filter(it -> it.contains("Waiting")).findFirst())
                .hasValueSatisfying(
                    line ->
                        assertThat(line)
                            .matches(
                                "logconfig: Waiting for (the desired state|" + what + ").* s"));
            process.destroy();
            process.onExit().join();
          });
    }
  }

  /** As behind a firewall that drops packets, which the system sends again for two minutes. */
  @Test
  void connectionsThatAreDroppedAreReportedAndGivenUp() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> accepted = fill(full);
      String address = "127.0.0.1:" + full.getLocalPort();
      String server = "http://" + address;
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(
          kubeconfig, Files.readString(kubeconfig).replace("https://k8s.example.com:6443", server));
      String desired = folder.resolve("desired.yaml").toString();
      Map<String, Process> running = new LinkedHashMap<>();
      running.put(
          "no connection to " + address + ": timed out; check the address, or set --proxy",
          start("plan", "--file", desired, "--endpoint", "staging=" + server));
      running.put(
          "no connection to 127.0.0.1 within 10 s",
          start("validate", "--graphql", server + "/graphql"));
      running.put("no connection within 10 s", start(validateKubernetes().toArray(String[]::new)));
      Process quiet =
          start("plan", "--quiet", "--file", desired, "--endpoint", "staging=" + server);

      running.forEach(
          (reason, process) -> {
            List<String> lines = process.errorReader().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).startsWith("logconfig: Waiting for ").endsWith(" s");
            assertThat(lines.get(1)).contains(reason);
            assertThat(process.onExit().join().exitValue()).isEqualTo(ExitCode.UNREACHABLE);
          });
      assertThat(quiet.errorReader().lines()).hasSize(1);
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

  private static Process start(String... arguments) throws IOException {
    return Executable.start(Map.of("DYNATRACE_API_TOKEN", TOKEN), arguments);
  }

  private List<String> validateKubernetes() {
    return List.of(
        "validate",
        "--kubernetes",
        folder.resolve("clusters.yaml").toString(),
        "--kubeconfig",
        folder.resolve("kubeconfig").toString());
  }

  /** Runs commands at the same time. */
  @SafeVarargs
  private static List<Result> all(
      Map<String, String> variables, List<String> options, List<String>... commands) {
    List<CompletableFuture<Result>> running = new ArrayList<>();
    for (List<String> command : commands) {
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(options);
      running.add(
          CompletableFuture.supplyAsync(
              () -> Executable.run(variables, arguments.toArray(String[]::new))));
    }
    return running.stream().map(CompletableFuture::join).toList();
  }
}
