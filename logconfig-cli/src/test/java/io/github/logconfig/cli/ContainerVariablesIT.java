package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Environment variables of containers. */
class ContainerVariablesIT {

  @TempDir private Path folder;
  private DynatraceSimulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = DynatraceSimulator.builder().hostGroup("stage-01").start();
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
        """);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({"DRY_RUN,true", "DRY_RUN,--dry-run", "DRY_RUN,1"})
  void acceptsAllSpellingsOfDryRun(String name, String value) {
    Result result = run(Map.of(name, value, "RUN_ONCE", "true"));

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("create", "Plan: 1 to create");
    assertThat(simulator.objects()).isEmpty();
  }

  @Test
  void prefersOptionsAndIgnoresEmptyVariables() {
    Result result =
        run(
            Map.of("DRY_RUN", "--dry-run", "RUN_ONCE", "false", "SHARDS", ""),
            "--no-dry-run",
            "--once");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(simulator.objects()).hasSize(1);
  }

  @Test
  void processesEveryEnvironmentInOneShard() {
    for (String variable : List.of("SHARD_ID", "JOB_COMPLETION_INDEX")) {
      long done =
          Stream.of("0", "1", "2")
              .map(
                  index ->
                      run(Map.of("SHARDS", "3", variable, index, "RUN_ONCE", "1", "DRY_RUN", "1")))
              .filter(result -> result.out().contains("Plan: 1 to create"))
              .count();
      assertThat(done).isEqualTo(1);
    }
  }

  @Test
  void reportsAllInvalidVariables() {
    Result result =
        run(
            Map.of(
                "DRY_RUN", "maybe",
                "RUN_ONCE", "often",
                "SLEEP_DURATION_SECS", "0",
                "SHARDS", "x",
                "PROMETHEUS_PORT", "70000"));
    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.err().lines())
        .allMatch(line -> line.startsWith("logconfig: variable "))
        .hasSize(5);
    for (Map<String, String> invalid :
        List.of(
            Map.of("SHARDS", "2", "SHARD_ID", "2"),
            Map.of("SHARDS", "2"),
            Map.of("SHARD_ID", "1"),
            Map.of("JOB_COMPLETION_INDEX", "-1"),
            Map.of("LOG_LEVEL", "loud"))) {
      Result refused = run(invalid, "--once");
      assertThat(refused.exitCode()).as(invalid.toString()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(invalid.keySet()).anyMatch(refused.err()::contains);
      assertThat(refused.out()).isEmpty();
    }
    assertThat(simulator.requests()).isEmpty();
  }

  @Test
  void readsServerFromConfigToml() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    try {
      String refusing = "http://127.0.0.1:" + server.getAddress().getPort() + "/graphql";
      Result denied =
          ofConfig("[graphql]\nserver = \"" + refusing + "\"\ntoken = \"Basic HIDDEN\"\n");
      assertThat(denied.exitCode()).as(denied.err() + denied.out()).isEqualTo(ExitCode.PERMISSION);
      assertThat(denied.out() + denied.err()).contains("401").doesNotContain("HIDDEN");
    } finally {
      server.stop(0);
    }
    assertThat(ofConfig("[graphql]\nserver = \"http://127.0.0.1:1/graphql\"\n").exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ofConfig("owner: me\nsource: {file: desired.yaml}\n").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(simulator.objects().toString()).contains("logconfig:me:stage-01:include");
    assertThat(ofConfig("nonsense: 1\n").exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
  }

  /** The configuration alone says where desired state comes from. */
  private Result ofConfig(String text) throws IOException {
    Path config = Files.writeString(folder.resolve("config"), text);
    return Executable.run(
        with(Map.of("CONFIG", config.toString(), "RUN_ONCE", "true")),
        "run",
        "--endpoint",
        "staging=" + simulator.baseUrl());
  }

  private Result run(Map<String, String> variables, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--file",
                folder.resolve("desired.yaml").toString(),
                "--endpoint",
                "staging=" + simulator.baseUrl()));
    arguments.addAll(List.of(more));
    return Executable.run(with(variables), arguments.toArray(String[]::new));
  }

  private static Map<String, String> with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");
    return all;
  }
}
