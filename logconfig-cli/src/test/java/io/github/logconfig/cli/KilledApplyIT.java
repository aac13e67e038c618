package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An apply that is killed in the middle of its writes leaves nothing that the next one does not put
 * right.
 */
class KilledApplyIT {

  private static final int CLUSTERS = 60;
  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.SECRET");

  @TempDir private Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void completesWorkOfKilledRun(int seed) throws Exception {
    Random random = new Random(seed);
    DynatraceSimulator.Builder builder =
        DynatraceSimulator.builder().latency(Duration.ofMillis(20));
    IntStream.range(0, CLUSTERS).forEach(i -> builder.hostGroup("c" + i));
    try (DynatraceSimulator simulator = builder.start()) {
      apply(simulator, random);
      desired(random);
      simulator.clearRequests();
      Process process = Executable.start(TOKEN, arguments("apply", simulator));
      int writes = 1 + random.nextInt(CLUSTERS - 20);
      while (process.isAlive() && writes(simulator) < writes) {
        Thread.onSpinWait();
      }
      process.destroyForcibly().waitFor();

      assertThat(Executable.run(TOKEN, arguments("apply", simulator)).exitCode())
          .isEqualTo(ExitCode.DONE);
      assertThat(Executable.run(TOKEN, arguments("plan", simulator)).exitCode())
          .isEqualTo(ExitCode.DONE);
      Set<String> ids = new TreeSet<>();
      assertThat(StreamSupport.stream(simulator.objects().spliterator(), false))
          .extracting((JsonNode object) -> object.path("externalId").asText())
          .allMatch(ids::add);
    }
  }

  @Test
  void reportsNotAttemptedClustersAfterSignal() throws Exception {
    Random random = new Random(4);
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    IntStream.range(0, CLUSTERS).forEach(i -> builder.hostGroup("c" + i));
    try (DynatraceSimulator simulator = builder.start()) {
      apply(simulator, random);
      desired(random);
      simulator.clearRequests();
      simulator.faults(
          Fault.on("PUT /settings/objects/{objectId}").delay(Duration.ofMillis(300)),
          Fault.on("DELETE /settings/objects/{objectId}").delay(Duration.ofMillis(300)));
      Process process =
          Executable.start(TOKEN, with(arguments("apply", simulator), "--output", "json"));
      while (process.isAlive() && writes(simulator) == 0) {
        Thread.onSpinWait();
      }

      process.toHandle().destroy();

      JsonNode report = new ObjectMapper().readTree(process.getInputStream().readAllBytes());
      int leftOut = report.at("/summary/not-attempted").asInt();
      assertThat(leftOut).isBetween(1, CLUSTERS - 1);
      assertThat(report.path("clusters")).hasSize(CLUSTERS);
      assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
      assertThat(Executable.run(TOKEN, arguments("apply", simulator)).exitCode())
          .isEqualTo(ExitCode.DONE);
    }
  }

  private void apply(DynatraceSimulator simulator, Random random) throws IOException {
    desired(random);
    assertThat(Executable.run(TOKEN, arguments("apply", simulator)).exitCode())
        .isEqualTo(ExitCode.DONE);
  }

  private void desired(Random random) throws IOException {
    String clusters =
        IntStream.range(0, CLUSTERS)
            .mapToObj(
                i ->
                    "  - {name: c%d, environment: staging, policy: %s, namespaces: [ns-%d, ns-x%d]}%n"
                        .formatted(
                            i,
                            random.nextBoolean() ? "additive" : "exclusive",
                            random.nextInt(1_000),
                            random.nextInt(1_000)))
            .collect(Collectors.joining());
    Files.writeString(
        folder.resolve("desired.yaml"),
        "environments: [{name: staging, url: \"https://abc12345.live.dynatrace.com\"}]\nclusters:\n"
            + clusters);
  }

  private static int writes(DynatraceSimulator simulator) {
    return simulator.requests().entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("GET"))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private String[] arguments(String command, DynatraceSimulator simulator) {
    String[] common = {
      command,
      "--file",
      folder.resolve("desired.yaml").toString(),
      "--endpoint",
      "staging=" + simulator.baseUrl()
    };
    return command.equals("apply") ? with(common, "--yes", "--max-stopping", "100%") : common;
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }
}
