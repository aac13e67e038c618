package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit status, impact limit and saved plans follow from what is true, not from what was done. */
class OutcomeIT {

  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private final SimulatedEntity hostGroup = SimulatedEntity.hostGroup("stage-01");
  @TempDir private Path folder;
  private DynatraceSimulator simulator;

  @BeforeEach
  void start() throws IOException {
    start(DynatraceSimulator.builder());
  }

  private void start(DynatraceSimulator.Builder builder) throws IOException {
    stop();
    simulator = builder.entity(hostGroup).start();
    desired("policy: additive, namespaces: [a]");
  }

  @AfterEach
  void stop() {
    if (simulator != null) {
      simulator.close();
    }
  }

  @Test
  void remainingErrorFindingIsFailure() throws IOException {
    SimulatedEntity kubernetes = SimulatedEntity.kubernetesCluster("stage-01");
    start(
        DynatraceSimulator.builder()
            .entity(kubernetes)
            .rule(SimulatedRule.exclude("somebody keeps it out").namespaces("a").in(kubernetes)));
    Result first = run("apply", "--yes", "--output", "json");
    Result again = run("apply", "--yes", "--output", "json");
    Result once = run("run", "--once", "--output", "json");

    assertThat(List.of(outcome(first), outcome(again), outcome(once)))
        .containsExactly("partly", "failed", "failed");
    for (Result result : List.of(first, again, once)) {
      assertThat(JSON.readTree(result.out()).at("/clusters/0/failure/kind").asText())
          .isEqualTo("FINDING");
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void fullScopeFailsApplyAndRunAndNamesCluster() throws IOException {
    startFull();
    Result plan = run("plan");
    Result apply = run("apply", "--yes");
    Result once = run("run", "--once");

    assertThat(plan.out()).contains("LIMIT_EXCEEDED");
    for (Result result : List.of(apply, once)) {
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.FAILED);
      assertThat(result.out()).contains("cluster stage-01: failed", "would have 1001 rules");
    }
  }

  /**
   * The chain from a cause to an alert: the rendered job's command exits with 1, Kubernetes counts
   * each pod that does, kube-state-metrics exports that the job has given up, and the rendered
   * alert fires. Kubernetes and kube-state-metrics are stated here, the rest is executed.
   */
  @Test
  void fullScopeFailsRenderedJobAndFiresItsAlert() throws Exception {
    startFull();
    Map<String, JsonNode> objects = rendered();
    JsonNode job = objects.get("Job");

    Result result = runAsPod(job);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("cluster stage-01: failed");
    assertThat(job.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Never");
    assertThat(firesAlert(objects.get("PrometheusRule"), job, result.exitCode())).isTrue();
  }

  @Test
  void appliedJobFiresNoAlert() throws Exception {
    start(DynatraceSimulator.builder());
    Map<String, JsonNode> objects = rendered();

    Result result = runAsPod(objects.get("Job"));

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(firesAlert(objects.get("PrometheusRule"), objects.get("Job"), result.exitCode()))
        .isFalse();
  }

  /** Returns the manifests of the cluster by kind. */
  private Map<String, JsonNode> rendered() throws IOException {
    Result rendered =
        Executable.inProcess(
            Map.of(),
            "manifests",
            "--file",
            folder.resolve("desired.yaml").toString(),
            "--image",
            "example.com/logconfig:1",
            "--alert-runbook",
            "https://example.com/runbooks/log-config.md",
            "--output",
            "json");
    Map<String, JsonNode> objects = new HashMap<>();
    for (JsonNode object : JSON.readTree(rendered.out()).path("items")) {
      objects.put(object.path("kind").asText(), object);
    }
    return objects;
  }

  /** Runs the command of the job's container with the files and the address of this test. */
  private Result runAsPod(JsonNode job) throws IOException {
    List<String> arguments = new ArrayList<>();
    job.at("/spec/template/spec/containers/0/args").forEach(it -> arguments.add(it.asText()));
    arguments.set(arguments.indexOf("--file") + 1, folder.resolve("desired.yaml").toString());
    arguments.set(
        arguments.indexOf("--token-file") + 1,
        Files.writeString(folder.resolve("token"), "dt0c01.ANY.THING").toString());
    arguments.addAll(List.of("--endpoint", "staging=" + simulator.baseUrl()));
    return Executable.run(Map.of(), arguments.toArray(String[]::new));
  }

  /**
   * Returns whether the rendered alert fires for a job whose pods all end with an exit code. Every
   * pod takes one minute, so the job has given up after {@code backoffLimit} more than one.
   */
  private boolean firesAlert(JsonNode rule, JsonNode job, int exitCode) throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
    int pods = job.at("/spec/backoffLimit").asInt() + 1;
    Files.writeString(folder.resolve("rules.json"), rule.path("spec").toString());
    Path test =
        Files.writeString(
            folder.resolve("test.yaml"),
            """
            rule_files: [rules.json]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
                  - series: kube_job_failed{namespace="%s", job_name="%s", condition="true"}
                    values: "_x%d %dx20"
                alert_rule_test:
                  - {alertname: DynatraceConfigJobFailed, eval_time: %dm, exp_alerts: []}
                  - {alertname: DynatraceConfigJobFailed, eval_time: %dm, exp_alerts: []}
            """
                .formatted(
                    job.at("/metadata/namespace").asText(),
                    job.at("/metadata/name").asText(),
                    pods - 1,
                    exitCode == 0 ? 0 : 1,
                    pods,
                    pods + 10));
    Result result =
        Executable.run(Map.of(), List.of(PROMTOOL + "", "test", "rules", test.toString()));
    if (result.exitCode() == 0) {
      return false;
    }
    assertThat(result.out() + result.err())
        .containsOnlyOnce("alertname: DynatraceConfigJobFailed, time: ")
        .contains("time: " + (pods + 10) + "m", job.at("/metadata/name").asText());
    return true;
  }

  private void startFull() throws IOException {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    for (int i = 0; i < LogRule.MAX_PER_SCOPE; i++) {
      builder.rule(SimulatedRule.include("rule " + i).namespaces("n" + i).in(hostGroup));
    }
    start(builder);
  }

  @Test
  void planShowsWhatApplyWouldRefuse() throws IOException {
    desired("namespaces: [" + names(50) + "]");
    assertThat(run("apply", "--yes").exitCode()).isEqualTo(ExitCode.DONE);
    desired("namespaces: []");

    Result text = run("plan");
    Result json = run("plan", "--output", "json");
    Result markdown = run("plan", "--output", "markdown");
    Result refused = run("apply", "--yes");

    for (Result result : List.of(text, json, markdown, refused)) {
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.REFUSED);
      assertThat(result.err()).contains("--max-stopping");
    }
    assertThat(text.out()).contains("50 of 50 namespaces of cluster stage-01");
    assertThat(markdown.out()).contains("50 of 50 namespaces of cluster");
    assertThat(JSON.readTree(json.out()).at("/impact/refused").asBoolean()).isTrue();
    assertThat(run("plan", "--max-stopping", "50").exitCode()).isEqualTo(ExitCode.CHANGES);
    assertThat(run("apply", "--yes", "--max-stopping", "50").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void stopsOtherNamespacesOnlyIfAccepted() throws IOException {
    start(
        DynatraceSimulator.builder()
            .rule(SimulatedRule.include("everything").inScope("environment")));
    assertThat(run("apply", "--yes").exitCode()).isEqualTo(ExitCode.DONE);
    desired("policy: exclusive, namespaces: [a]");

    Result plan = run("plan");
    assertThat(plan.exitCode()).as(plan.out() + plan.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(plan.err()).contains("--allow-stopping-others");
    assertThat(run("apply", "--yes").exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run("plan", "--allow-stopping-others").exitCode()).isEqualTo(ExitCode.CHANGES);

    Files.writeString(
        folder.resolve("config.yaml"),
        """
        guard: {allowStoppingOthers: true}
        environments: {}
        """);
    assertThat(run("apply", "--yes", "--allow-stopping-others").exitCode())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void reportsWrongAddressAsFailure() {
    simulator.faults(Fault.on("*").status(404));

    assertThat(run("plan").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run("doctor").exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void refusesEditedAndUnsignedPlans() throws IOException {
    Path plan = folder.resolve("plan.json");
    Path key = folder.resolve("key");
    Files.writeString(key, "0123456789abcdef");
    assertThat(run("plan", "--out", plan.toString(), "--plan-key", key.toString()).exitCode())
        .isEqualTo(ExitCode.CHANGES);
    String signed = Files.readString(plan);
    assertThat(apply(plan, "--remove-orphans").err()).contains("requires --plan-key");

    ObjectNode edited = (ObjectNode) JSON.readTree(signed);
    ((ObjectNode) edited.at("/clusters/0/steps/0/rule")).putArray("matchers");
    Files.writeString(plan, edited.toString());
    Result wrong = apply(plan, "--plan-key", key.toString());
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(wrong.err()).contains("the signature of the plan is wrong");
    Result unsigned = apply(plan);
    assertThat(unsigned.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(unsigned.err()).contains("are not those that its desired state needs");
    edited.remove("signature");
    Files.writeString(plan, edited.toString());
    assertThat(apply(plan, "--plan-key", key.toString()).err()).contains("is not signed");
    assertThat(simulator.objects()).isEmpty();

    Files.writeString(plan, signed);
    Result applied = apply(plan, "--plan-key", key.toString());
    assertThat(applied.exitCode()).as(applied.err()).isEqualTo(ExitCode.DONE);
    assertThat(simulator.objects()).hasSize(1);
  }

  @Test
  void countsOrphansAndNamesOptionForEmptyState() throws IOException {
    assertThat(run("apply", "--yes").exitCode()).isEqualTo(ExitCode.DONE);
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: []
        """);

    Result markdown = run("plan", "--output", "markdown");
    assertThat(markdown.out())
        .contains(
            "### ⚠️ 1 managed rule has no desired cluster", "<code>logconfig stage-01</code>");
    assertThat(markdown.err()).contains("--allow-empty");
    Result refused = run("apply", "--yes", "--remove-orphans");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.out()).contains("--allow-empty");
    Result removed = run("apply", "--yes", "--remove-orphans", "--allow-empty");
    assertThat(removed.exitCode()).as(removed.out() + removed.err()).isEqualTo(ExitCode.DONE);
    assertThat(removed.out()).contains("0 rules written, 1 orphan removed");
    assertThat(simulator.objects()).isEmpty();
  }

  private static String outcome(Result result) throws IOException {
    return JSON.readTree(result.out()).at("/clusters/0/outcome").asText();
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "ns-" + i).collect(Collectors.joining(", "));
  }

  private Result apply(Path plan, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "apply",
                "--plan",
                plan.toString(),
                "--yes",
                "--endpoint",
                "staging=" + simulator.baseUrl()));
    arguments.addAll(List.of(more));
    return Executable.inProcess(TOKEN, arguments.toArray(String[]::new));
  }

  private Result run(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--file",
                folder.resolve("desired.yaml").toString(),
                "--endpoint",
                "staging=" + simulator.baseUrl()));
    arguments.addAll(List.of(more));
    return Executable.inProcess(TOKEN, arguments.toArray(String[]::new));
  }

  private void desired(String cluster) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: stage-01, environment: staging, %s}
        """
            .formatted(cluster));
  }
}
