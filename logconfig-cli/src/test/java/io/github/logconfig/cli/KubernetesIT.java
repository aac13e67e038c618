package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opt-in by label, against a fake API server. */
class KubernetesIT {

  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch changed = new CountDownLatch(1);
  private DynatraceSimulator simulator;
  private HttpServer cluster;
  private volatile boolean second;
  private volatile boolean wrongLabel;
  private volatile boolean watchForbidden;

  @BeforeEach
  void start() throws IOException {
    simulator = DynatraceSimulator.builder().hostGroup("stage-01").start();
    cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster.setExecutor(threads);
    cluster.createContext("/api/v1/namespaces", this::namespaces);
    cluster.start();
    Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging}]
        """);
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: other
        clusters:
          - {name: stage, cluster: {server: "http://127.0.0.1:%d"}}
          - {name: other, cluster: {server: "http://127.0.0.1:1"}}
        contexts:
          - {name: stage, context: {cluster: stage, user: somebody}}
          - {name: other, context: {cluster: other, user: somebody}}
        users: [{name: somebody, user: {token: t0ken}}]
        """
            .formatted(cluster.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    changed.countDown();
    cluster.stop(0);
    threads.shutdownNow();
    simulator.close();
  }

  @Test
  void readsNamespacesWithLabel() {
    Result plan = logconfig("plan", "--opt-in", "example.com/logs");

    assertThat(plan.exitCode()).as(plan.err()).isEqualTo(ExitCode.CHANGES);
    assertThat(plan.out())
        .contains("+ first: starts, desired by cluster stage-01, label example.com/logs")
        .doesNotContain("+ second", "+ other");
    assertThat(logconfig("explain", "other", "--opt-in", "example.com/logs").out())
        .contains("run kubectl label namespace other example.com/logs=true in cluster stage-01");
    assertThat(logconfig("plan", "--opt-in", "example.com/nothing").exitCode())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void warnsOfInvalidLabel() {
    wrongLabel = true;

    Result validate = logconfig("validate", "--opt-in", "example.com/logs");

    assertThat(validate.exitCode()).as(validate.err()).isEqualTo(ExitCode.DONE);
    assertThat(validate.out()).isEqualTo("Valid: 1 environment, 1 cluster, 1 namespace.\n");
    assertThat(validate.err())
        .contains(
            "logconfig: warning: cluster stage-01, namespace wrong: example.com/logs must be"
                + " \"true\" or \"false\", not \"yes\"; the namespace stays as it is\n");
  }

  @Test
  void startsRoundOnClusterChange() throws IOException {
    Process process =
        Executable.start(
            TOKEN,
            arguments(
                "run",
                "--opt-in",
                "example.com/logs",
                "--interval",
                "24h",
                "--port",
                "0",
                "--output",
                "json"));
    try (BufferedReader rounds = process.inputReader(StandardCharsets.UTF_8)) {
      JsonNode round = new ObjectMapper().readTree(rounds.readLine());
      assertThat(round.at("/summary/applied").asInt()).as(round.toString()).isEqualTo(1);

      second = true;
      changed.countDown();
      do {
        round = new ObjectMapper().readTree(rounds.readLine());
      } while (round.at("/summary/applied").asInt() == 0);

      assertThat(simulator.objects().get(0).at("/value/matchers/0/values").toString())
          .isEqualTo("[\"first\",\"second\"]");
    } finally {
      process.toHandle().destroy();
      assertThat(process.onExit().join().exitValue()).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void returnsExitCodeOfUnreadableCluster() throws IOException {
    assertThat(logconfig("plan", "--context", "other").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(logconfig("plan", "--context", "none").exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    Result alone =
        Executable.run(TOKEN, "plan", "--file", "x.yaml", "--opt-in", "example.com/logs");
    assertThat(alone.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(alone.err()).contains("requires --kubernetes");
  }

  @Test
  void reportsKubeconfigsOnOneLine() throws IOException {
    String valid = Files.readString(folder.resolve("kubeconfig"));
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path truncated =
        Files.writeString(folder.resolve("truncated"), valid.substring(0, valid.indexOf("}]")));
    Path wrong =
        Files.writeString(
            folder.resolve("wrong"), valid.replace("current-context: other", "current-context: x"));
    String clusters = folder.resolve("cluster.yaml").toString();
    Map<String, CompletableFuture<Result>> running = new LinkedHashMap<>();
    for (Path kubeconfig : List.of(empty, truncated, wrong, folder.resolve("absent"))) {
      running.put(
          kubeconfig.getFileName().toString(),
          CompletableFuture.supplyAsync(
              () ->
                  Executable.run(
                      TOKEN,
                      "validate",
                      "--kubernetes",
                      clusters,
                      "--kubeconfig",
                      kubeconfig.toString())));
    }
    // the context of the first file refers to a cluster and a user of the second
    Path first =
        Files.writeString(
            folder.resolve("first"),
            """
            current-context: first
            contexts: [{name: first, context: {cluster: stage, user: somebody}}]
            """);
    Map<String, String> several = new HashMap<>(TOKEN);
    several.put("KUBECONFIG", first + ":" + folder.resolve("kubeconfig"));
    Result merged = Executable.run(several, "validate", "--kubernetes", clusters);

    assertThat(merged.exitCode()).as(merged.err()).isEqualTo(ExitCode.DONE);
    Map<String, String> expected =
        Map.of(
            "empty",
            "the file is empty",
            "truncated",
            "invalid YAML",
            "wrong",
            "the kubeconfig has no context \"x\"",
            "absent",
            "the file does not exist");
    running.forEach(
        (name, result) -> {
          assertThat(result.join().exitCode()).as(name).isEqualTo(ExitCode.INVALID_INPUT);
          assertThat(result.join().err().strip())
              .startsWith("logconfig: cluster stage-01: ")
              .contains(expected.get(name))
              .hasLineCount(1);
        });
  }

  @Test
  void reportsOnceThatNamespacesCannotBeWatched() throws IOException {
    watchForbidden = true;
    Process process =
        Executable.start(
            TOKEN,
            arguments("run", "--opt-in", "example.com/logs", "--interval", "1s", "--port", "0"));
    List<String> warnings = new ArrayList<>();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      String line = "";
      while (line != null && warnings.isEmpty()) {
        line = err.readLine();
        if (line != null && line.contains("grant the verb watch on namespaces")) {
          warnings.add(line);
        }
      }
      assertThat(warnings).hasSize(1);
      assertThat(warnings.get(0))
          .contains("cluster stage-01", "watch on namespaces: http://127.0.0.1:")
          .endsWith(": status 403");

      process.toHandle().destroy();
      assertThat(err.lines().filter(it -> it.contains("verb watch"))).isEmpty();
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }

  private void namespaces(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (watchForbidden && query.contains("watch=true")) {
      exchange.sendResponseHeaders(403, -1);
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (var body = exchange.getResponseBody()) {
      if (!query.contains("watch=true")) {
        body.write(list().getBytes(StandardCharsets.UTF_8));
      } else if (!exchange.getRequestHeaders().containsKey("Upgrade")) {
        changed.await();
        if (second) {
          String event = "{\"type\":\"ADDED\",\"object\":" + namespace("second", 2) + "}\n";
          body.write(event.getBytes(StandardCharsets.UTF_8));
          body.flush();
          new CountDownLatch(1).await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String list() {
    return "{\"kind\":\"NamespaceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},"
               + "\"items\":["
        + namespace("first", 1)
        + (second ? "," + namespace("second", 2) : "")
        + (wrongLabel ? "," + namespace("wrong", 3).replace("\"true\"", "\"yes\"") : "")
        + ",{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"other\",\"uid\":\"9\"}}]}";
  }

  private static String namespace(String name, int version) {
    return """
    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s","uid":"%s","resourceVersion":"%d","labels":{"example.com/logs":"true"}}}\
    """
        .formatted(name, name, version);
  }

  private Result logconfig(String command, String... more) {
    return Executable.run(TOKEN, arguments(command, more));
  }

  private String[] arguments(String command, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                command,
                "--kubernetes",
                folder.resolve("cluster.yaml").toString(),
                "--kubeconfig",
                folder.resolve("kubeconfig").toString()));
    if (!command.equals("validate")) {
      all.addAll(List.of("--endpoint", "staging=" + simulator.baseUrl()));
    }
    if (!List.of(more).contains("--context")) {
      all.addAll(List.of("--context", "stage"));
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
