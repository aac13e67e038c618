package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop as a process. */
class RunIT {

  private static final int CLUSTERS = 40;
  private static final String PUT = "PUT /api/v2/settings/objects/{objectId}";
  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private DynatraceSimulator simulator;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    IntStream.range(0, CLUSTERS).forEach(i -> builder.hostGroup("c" + i));
    simulator = builder.start();
    desired(1, "a");
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
    simulator.close();
  }

  @Test
  void revertsDriftServesMetricsAndStops() throws Exception {
    BufferedReader rounds = run();
    assertThat(next(rounds).at("/summary/applied").asInt()).isEqualTo(1);
    String object = simulator.objects().get(0).path("objectId").asText();
    assertThat(
            send("DELETE", simulator.baseUrl() + "/api/v2/settings/objects/" + object).statusCode())
        .isEqualTo(204);

    JsonNode round = next(rounds);
    while (round.at("/summary/applied").asInt() == 0) {
      round = next(rounds);
    }

    assertThat(simulator.objects()).hasSize(1);
    assertThat(ask("/healthz").statusCode()).isEqualTo(200);
    assertThat(ask("/readyz").statusCode()).isEqualTo(200);
    assertThat(ask("/favicon.ico").statusCode()).isEqualTo(404);
    HttpResponse<String> page = ask("/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; ");
    assertThat(page.body())
        .contains(
            "<p class=\"product\">logconfig run</p>",
            "<h1>1 cluster ",
            "\"name\":\"c0\"",
            "\"title\":\"logconfig c0\"")
        .doesNotContain("TOPSECRET");
    assertThat(send("POST", "http://127.0.0.1:" + port() + "/metrics").statusCode()).isEqualTo(405);
    String metrics = ask("/metrics").body();
    assertThat(metrics)
        .contains(
            "logconfig_cluster_drift_steps{cluster=\"c0\",environment=\"staging\"} 0.0",
            "logconfig_cluster_last_success_timestamp_seconds{cluster=\"c0\"",
            "logconfig_loop_ready 1.0",
            "logconfig_source_problems 0.0",
            "jvm_memory_used_bytes{")
        .doesNotContain("TOPSECRET");
    promtool(metrics);
    Set<String> exposed =
        metrics.lines().map(line -> line.split("[{ ]", 2)[0]).collect(Collectors.toSet());
    // metrics of events that this run does not have; the page is compared with a registry elsewhere
    Pattern.compile("`(logconfig_\\w+)`")
        .matcher(Files.readString(Path.of("../docs/metrics.md")))
        .results()
        .forEach(metric -> exposed.add(metric.group(1)));
    assertThat(exposed).containsAll(metricsOfDashboard());

    process.toHandle().destroy();
    assertThat(process.onExit().join().exitValue()).isEqualTo(ExitCode.DONE);
  }

  /** Returns the metrics of the expressions of the Grafana dashboard. */
  private static Set<String> metricsOfDashboard() throws IOException {
    JsonNode dashboard = JSON.readTree(Path.of("../docs/grafana/logconfig.json").toFile());
    Set<String> metrics = new TreeSet<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      Matcher name = Pattern.compile("\\b(logconfig|jvm)_\\w+").matcher(expression.asText());
      while (name.find()) {
        metrics.add(name.group());
      }
    }
    assertThat(metrics).hasSizeGreaterThan(10);
    return metrics;
  }

  @Test
  void reportsAndStopsWritingAfterSignal() throws Exception {
    desired(CLUSTERS, "a");
    assertThat(Executable.run(TOKEN, arguments("apply", "--yes")).exitCode())
        .isEqualTo(ExitCode.DONE);
    desired(CLUSTERS, "a, b");
    simulator.clearRequests();
    simulator.faults(Fault.on(PUT).delay(Duration.ofMillis(300)));
    BufferedReader rounds = run();
    while (simulator.requests().getOrDefault(PUT, 0) == 0) {
      Thread.onSpinWait();
    }

    process.toHandle().destroy();

    JsonNode round = next(rounds);
    int applied = round.at("/summary/applied").asInt();
    assertThat(applied).isBetween(1, CLUSTERS - 1);
    assertThat(round.at("/summary/not-attempted").asInt()).isEqualTo(CLUSTERS - applied);
    assertThat(round.path("good").asBoolean()).isFalse();
    assertThat(rounds.readLine()).isNull();
    assertThat(process.onExit().join().exitValue()).isEqualTo(ExitCode.DONE);
    assertThat(simulator.requests()).containsEntry(PUT, applied);
  }

  @Test
  void isReadyOnceDynatraceResponds() throws Exception {
    simulator.faults(Fault.on("*").status(503));
    BufferedReader rounds = run("--timeout", "500ms");
    JsonNode down = next(rounds);
    assertThat(down.path("good").asBoolean()).isFalse();
    assertThat(down.at("/clusters/0/error").asText()).isNotEmpty();
    assertThat(ask("/readyz").statusCode()).isEqualTo(503);
    assertThat(ask("/readyz").body()).startsWith("not ready: ");
    assertThat(ask("/healthz").statusCode()).isEqualTo(200);

    simulator.clearFaults();
    while (!next(rounds).path("good").asBoolean()) {
      Thread.onSpinWait();
    }

    assertThat(ask("/readyz").statusCode()).isEqualTo(200);
    assertThat(simulator.objects()).hasSize(1);
  }

  @Test
  void removesNothingIfSourceBreaks() throws Exception {
    desired(2, "a");
    BufferedReader rounds = run();
    assertThat(next(rounds).at("/summary/applied").asInt()).isEqualTo(2);
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: c0, environment: staging, namespaces: [a, added]}
          - {name: c1, environment: staging, namespaces: []}
          - {name: c2, environment: staging, namespaces: ['*']}
          - {environment: staging, namespaces: [b]}
        """);
    JsonNode partial = next(rounds);
    while (partial.path("problems").isEmpty()) {
      partial = next(rounds);
    }
    assertThat(partial.at("/problems/0").asText()).contains("namespace \"*\" is not a DNS label");
    assertThat(partial.at("/clusters/0/outcome").asText()).isEqualTo("applied");
    assertThat(partial.at("/clusters/1/outcome").asText()).isEqualTo("refused");
    assertThat(simulator.objects()).hasSize(2);

    Files.delete(folder.resolve("desired.yaml"));
    JsonNode gone = next(rounds);
    while (!gone.has("error")) {
      gone = next(rounds);
    }
    assertThat(gone.path("error").asText()).contains("does not exist");
    assertThat(gone.path("good").asBoolean()).isFalse();
    assertThat(ask("/metrics").body())
        .contains("logconfig_loop_round_seconds_count{good=\"false\"}");
    assertThat(simulator.objects()).hasSize(2);
  }

  @Test
  void exportsAllClustersWithoutToken() throws Exception {
    desired(2, "a, b");
    List<String> options = List.of("--interval", "1s", "--port", "0", "--port-file");
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(folder.resolve("port").toString(), "--output", "json"));
    process = Executable.start(Map.of(), arguments("run", arguments.toArray(String[]::new)));
    BufferedReader rounds = process.inputReader(StandardCharsets.UTF_8);

    JsonNode round = next(rounds);

    assertThat(round.path("good").asBoolean()).isFalse();
    assertThat(round.at("/clusters/0/failure/kind").asText()).isEqualTo("CONFIGURATION");
    assertThat(ask("/readyz").statusCode()).isEqualTo(503);
    assertThat(ask("/healthz").statusCode()).isEqualTo(200);
    assertThat(ask("/metrics").body())
        .contains(
            "logconfig_cluster_last_success_timestamp_seconds{cluster=\"c0\","
                + "environment=\"staging\"} 0.0",
            "logconfig_cluster_namespaces{cluster=\"c1\",environment=\"staging\"} 2.0",
            "logconfig_loop_ready 0.0");
    assertThat(simulator.requests()).isEmpty();
  }

  @Test
  void isolatesEnvironmentWithInvalidAddress() throws Exception {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments:
          - {name: staging, url: "https://abc12345.live.dynatrace.com"}
          - {name: broken, url: "https://xyz98765.live.dynatrace.com"}
        clusters:
          - {name: c0, environment: staging, namespaces: [a]}
          - {name: c1, environment: broken, namespaces: [a]}
        """);
    Map<String, String> tokens =
        Map.of(
            "DYNATRACE_API_TOKEN_STAGING", "dt0c01.PUBLIC.TOPSECRET",
            "DYNATRACE_API_TOKEN_BROKEN", "dt0c01.PUBLIC.TOPSECRET");
    for (String address :
        List.of("", "https://" + "a".repeat(64) + ".example.com", "https://h.example.com:0")) {
      Executable.Result result =
          Executable.run(
              tokens,
              arguments("run", "--once", "--output", "json", "--endpoint", "broken=" + address));

      JsonNode round = JSON.readTree(result.out());
      assertThat(round.at("/clusters/0/outcome").asText()).as(result.err()).isNotEqualTo("failed");
      assertThat(round.at("/clusters/1/outcome").asText()).isEqualTo("failed");
      assertThat(round.at("/clusters/1/error").asText()).contains("--endpoint of broken");
      assertThat(round.path("good").asBoolean()).isFalse();
      assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    }
    assertThat(simulator.objects()).hasSize(1);
  }

  @Test
  void countsProblemsOfUnreadableSource() throws Exception {
    Files.writeString(folder.resolve("desired.yaml"), "clusters: 1\n");
    BufferedReader rounds = run();
    assertThat(next(rounds).path("problems")).isNotEmpty();

    assertThat(ask("/metrics").body()).containsPattern("(?m)^logconfig_source_problems [1-9]");
  }

  @Test
  void abandonsBlockedRoundAfterGracePeriod() throws Exception {
    Path pipe = folder.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    process =
        Executable.start(
            TOKEN,
            "run",
            "--file",
            pipe.toString(),
            "--stop-within",
            "1s",
            "--port",
            "0",
            "--port-file",
            folder.resolve("port").toString());
    while (!Files.exists(folder.resolve("port"))) {
      Thread.onSpinWait();
    }

    // opens when the process has begun to read, and keeps it waiting
    try (OutputStream writer = Files.newOutputStream(pipe)) {
      writer.flush();
      process.toHandle().destroy();

      assertThat(process.onExit().join().exitValue()).isEqualTo(ExitCode.FAILED);
      assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("the work in progress did not end within");
    }
  }

  @Test
  void endsWithoutMemory() throws Exception {
    String names =
        IntStream.range(0, 400_000)
            .mapToObj(i -> "namespace-" + i)
            .collect(Collectors.joining(", "));
    desired(1, names);

    Executable.Result launched =
        Executable.run(
            Map.of("LOGCONFIG_JAVA_OPTIONS", "-Xmx24m", "DYNATRACE_API_TOKEN", "dt0c01.A.B"),
            List.of("bin/logconfig", "run", "--port", "0", "--file", desiredFile()));
    Executable.Result plain =
        Executable.run(
            TOKEN,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-jar",
                "target/logconfig.jar",
                "run",
                "--port",
                "0",
                "--file",
                desiredFile()));

    assertThat(launched.exitCode()).as(launched.err()).isEqualTo(3);
    assertThat(launched.out()).isEmpty();
    assertThat(plain.exitCode()).as(plain.err()).isEqualTo(ExitCode.FAILED);

    Executable.Result json =
        Executable.run(
            Map.of("LOGCONFIG_JAVA_OPTIONS", "-Xmx24m"),
            List.of("bin/logconfig", "validate", "--file", desiredFile(), "--output", "json"));
    assertThat(json.exitCode()).as(json.err()).isEqualTo(ExitCode.FAILED);
    assertThat(json.out()).contains("{\"error\":", "Java ran out of memory");
  }

  @Test
  void reportsUsedPortOnOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      for (String port : List.of("70000", "-1", "" + taken.getLocalPort())) {
        Executable.Result result = Executable.run(TOKEN, arguments("run", "--port", port));

        assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(result.err().lines()).singleElement().asString().contains("port " + port);
      }
    }
  }

  private String desiredFile() {
    return folder.resolve("desired.yaml").toString();
  }

  private BufferedReader run(String... more) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--interval",
                "1s",
                "--port",
                "0",
                "--port-file",
                folder.resolve("port").toString(),
                "--output",
                "json"));
    options.addAll(List.of(more));
    process = Executable.start(TOKEN, arguments("run", options.toArray(String[]::new)));
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static JsonNode next(BufferedReader rounds) throws IOException {
    String line = rounds.readLine();
    assertThat(line).as("a further round").isNotNull();
    return JSON.readTree(line);
  }

  private String port() throws IOException {
    return Files.readString(folder.resolve("port")).strip();
  }

  private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return send("GET", "http://127.0.0.1:" + port() + path);
  }

  private static HttpResponse<String> send(String method, String address)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Api-Token dt0c01.PUBLIC.TOPSECRET")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private void promtool(String metrics) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "promtool is not installed");
    Process promtool =
        new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
            .redirectErrorStream(true)
            .start();
    promtool.getOutputStream().write(metrics.getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isNotEqualTo(1);
    assertThat(said.lines().filter(line -> line.startsWith("logconfig_"))).isEmpty();
  }

  private void desired(int clusters, String namespaces) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        "environments: [{name: staging, url: \"https://abc12345.live.dynatrace.com\"}]\nclusters:\n"
            + IntStream.range(0, clusters)
                .mapToObj(
                    i ->
                        "  - {name: c%d, environment: staging, namespaces: [%s]}\n"
                            .formatted(i, namespaces))
                .collect(Collectors.joining()));
  }

  private String[] arguments(String command, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                command,
                "--file",
                folder.resolve("desired.yaml").toString(),
                "--endpoint",
                "staging=" + simulator.baseUrl()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
