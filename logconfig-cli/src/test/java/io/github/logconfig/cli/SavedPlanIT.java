package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that are saved and carried out later, and the commands that need no connection. */
class SavedPlanIT {

  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");

  @TempDir private Path folder;
  private Executable.Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Executable.Simulator.start("--host-group", "stage-01");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void appliesSavedPlanOnce() throws IOException {
    desired("[a, b]");
    Result plan = withFile("plan", "--out", plan().toString());
    assertThat(plan.exitCode()).as(plan.err()).isEqualTo(ExitCode.CHANGES);
    assertThat(Files.readString(plan()))
        .contains("\"format\" : \"logconfig-plan/1\"", "\"absent\"")
        .doesNotContain("TOPSECRET");
    desired("[something-else]");

    Result apply = withPlan("--yes");
    assertThat(apply.exitCode()).as(apply.err()).isEqualTo(ExitCode.DONE);
    desired("[a, b]");
    assertThat(withFile("plan").exitCode()).isEqualTo(ExitCode.DONE);

    Result again = withPlan("--yes");
    assertThat(again.exitCode()).isEqualTo(ExitCode.CONFLICT);
    assertThat(again.out())
        .contains("cluster stage-01: conflict: the rules have changed since the plan was made");
  }

  @Test
  void verifiesWithDelayedReads() throws IOException {
    desired("[a]");
    try (DynatraceSimulator slow =
        DynatraceSimulator.builder()
            .hostGroup("stage-01")
            .readAfterWriteLag(Duration.ofMillis(700))
            .start()) {
      String endpoint = "staging=" + slow.baseUrl();
      String file = folder.resolve("desired.yaml").toString();
      Result plan =
          Executable.inProcess(
              TOKEN,
              "plan",
              "--file",
              file,
              "--endpoint",
              endpoint,
              "--out",
              folder.resolve("plan.json").toString());
      assertThat(plan.exitCode()).as(plan.err()).isEqualTo(ExitCode.CHANGES);

      Result apply =
          Executable.inProcess(
              TOKEN,
              "apply",
              "--plan",
              folder.resolve("plan.json").toString(),
              "--endpoint",
              endpoint,
              "--yes",
              "--verify");

      assertThat(apply.exitCode()).as(apply.err()).isEqualTo(ExitCode.DONE);
      assertThat(slow.requests().get("GET /api/v2/settings/objects")).isGreaterThan(2);
    }
  }

  @Test
  void reportsRulesThatServiceWouldRefuse() throws IOException {
    desired("[a]");
    try (DynatraceSimulator strict = DynatraceSimulator.builder().hostGroup("stage-01").start()) {
      strict.faults(Fault.on("POST /settings/objects").status(400));

      Result plan =
          Executable.inProcess(
              TOKEN,
              "plan",
              "--validate",
              "--file",
              folder.resolve("desired.yaml").toString(),
              "--endpoint",
              "staging=" + strict.baseUrl());

      assertThat(plan.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(plan.out()).contains("1 to create");
      assertThat(plan.err()).contains("cluster stage-01: ", "400");
      assertThat(strict.objects()).isEmpty();
    }
  }

  @Test
  void rejectsInvalidPlanFiles() throws IOException {
    desired("[a]");
    assertThat(withPlan("--yes").err())
        .isEqualTo("logconfig: --plan \"" + plan() + "\" does not exist\n");
    Files.writeString(plan(), "{}");
    Result none = withPlan("--yes");
    assertThat(none.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(none.err()).contains("this is not a plan");
    Files.writeString(plan(), "{\"format\": \"logconfig-plan/9\"}");
    assertThat(withPlan("--yes").err()).contains("this program reads logconfig-plan/1");
    assertThat(withPlan("--yes", "--cluster", "stage-01").exitCode())
        .isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void rejectsUnwritablePlanFile() throws IOException {
    desired("[a]");

    Result plan = withFile("plan", "--out", folder.resolve("absent/plan.json").toString());

    assertThat(plan.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(plan.err()).contains("cannot be written");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void fingerprintsChangeWithTheNamespacesOnly() throws IOException {
    desired("[a, b]");
    Result first = offline("fingerprint", "--output", "json");
    desired("[b, a, b]");
    Result same = offline("fingerprint", "--output", "json");
    desired("[a]");
    Result other = offline("fingerprint", "--output", "json");

    JsonNode cluster = new ObjectMapper().readTree(first.out()).at("/clusters/0");
    assertThat(cluster.path("fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(cluster.path("fingerprint").asText()).startsWith(cluster.path("short").asText());
    assertThat(same.out()).isEqualTo(first.out());
    assertThat(other.out()).isNotEqualTo(first.out());
    assertThat(offline("fingerprint").out()).matches("[0-9a-f]{64}  stage-01\n");
  }

  @Test
  void validatesWithoutConnection() throws IOException {
    desired("[a]");
    Result valid = offline("validate");
    assertThat(valid.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(valid.out()).isEqualTo("Valid: 1 environment, 1 cluster, 1 namespace.\n");

    desired("['*']");
    Result invalid = offline("validate");
    assertThat(invalid.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(invalid.out()).isEmpty();
    assertThat(invalid.err()).contains("desired.yaml:3: namespace \"*\" is not a DNS label");
  }

  private Path plan() {
    return folder.resolve("plan.json");
  }

  private void desired(String namespaces) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: stage-01, environment: staging, namespaces: %s}
        """
            .formatted(namespaces));
  }

  private Result withFile(String command, String... more) {
    return run(
        command,
        List.of(
            "--file",
            folder.resolve("desired.yaml").toString(),
            "--endpoint",
            "staging=" + simulator.address()),
        more);
  }

  private Result withPlan(String... more) {
    return run(
        "apply",
        List.of("--plan", plan().toString(), "--endpoint", "staging=" + simulator.address()),
        more);
  }

  private Result offline(String command, String... more) {
    return run(command, List.of("--file", folder.resolve("desired.yaml").toString()), more);
  }

  private static Result run(String command, List<String> options, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    return Executable.inProcess(TOKEN, arguments.toArray(String[]::new));
  }
}
