package io.github.logconfig.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.rule.ObservedState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

  private static final Path README = Path.of("../README.md");

  @Test
  void quickstartPlansAppliesAndThenWritesOnlyTheDifference() throws IOException {
    PrintStream original = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
      Quickstart.main(new String[] {"app-interface"});
    } finally {
      System.setOut(original);
    }

    assertThat(output.toString(StandardCharsets.UTF_8).replaceAll("(?m)^ +\\+ ", "+ "))
        .contains("Plan: 3 to create, 0 to update, 0 to move, 0 to delete; 0 clusters unchanged.")
        .contains("+ github-mirror-stage: starts", "+ glitchtip-stage: starts")
        .contains("app-sre-stage-01: applied")
        .contains("write requests: {POST /api/v2/settings/objects=2}")
        .contains("\"values\" : [ \"github-mirror-stage\", \"glitchtip-stage\" ]")
        .contains("Nothing to change: 3 clusters as desired.")
        .contains("+ glitchtip-sandbox: starts", "- github-mirror-stage: stops")
        .contains("write requests: {PUT /api/v2/settings/objects/{objectId}=1}")
        .doesNotContain("glitchtip-old-stage", "glitchtip-tools-stage");
  }

  @Test
  void embedPlannerTellsWhatWouldHappen() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    EmbedPlanner.run(new PrintStream(output, true, StandardCharsets.UTF_8));

    assertThat(output.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "logconfig app-sre-stage-01 [github-mirror-stage]\ngithub-mirror-stage: STARTS\n"
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void theJobRunsOnceForEveryDesiredStateAndTheRuleFollows(@TempDir Path volumes) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    JobInMiniature.run(
        new PrintStream(output, true, StandardCharsets.UTF_8),
        volumes,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.github.logconfig.cli.LogConfigMain"));

    assertThat(output.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "job dynatrace-log-config-",
            " is new: it runs",
            "app-sre-stage-01: applied",
            "exit status 0, rule: [\"github-mirror-stage\"]",
            " is there already: nothing runs",
            " is new: it runs",
            "app-sre-stage-01: applied",
            "exit status 0, rule: [\"github-mirror-stage\",\"glitchtip-stage\"]")
        .doesNotContain("NOT-A-REAL-SECRET");
  }

  @Test
  void aSourceOfOnesOwnReportsProblemsByLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("namespaces.txt");
    TextFileSource source =
        new TextFileSource(
            file,
            new ClusterName("app-sre-stage-01"),
            Environment.of("staging", "https://abc12345.live.dynatrace.com"));

    Files.writeString(file, "b\na\n");
    assertThat(source.load().state().clusters().get(0).namespaces()).hasToString("[a, b]");
    Files.writeString(file, "a\n*\n");
    assertThat(source.load().problems())
        .extracting(Problem::toString)
        .allMatch(problem -> problem.startsWith(file + ":2: namespace \"*\""))
        .hasSize(1);
    assertThat(source.load().state().clusters()).isEmpty();
  }

  @Test
  void theReadmeShowsTheCodeThatRuns() throws IOException {
    assertThat(Files.readString(README, StandardCharsets.UTF_8))
        .contains("```java\n" + shown("EmbedPlanner", "embed") + "\n```");
  }

  @Test
  void thePageOnEmbeddingShowsTheCodeThatRuns() throws IOException {
    String shown = shown("CustomIntegration", "integration");

    assertThat(Files.readString(Path.of("../docs/embedding.md"), StandardCharsets.UTF_8))
        .contains("```java\n" + shown + "\n```")
        .contains("```java\n" + shown("SettingsDump", "dump") + "\n```");
    assertThat(shown.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(25);
  }

  @Test
  void theCustomIntegrationSendsEachWaveOnceThePlanIsShown() {
    Environment staging = Environment.of("staging", "https://abc12345.live.dynatrace.com");
    DesiredCluster cluster =
        DesiredCluster.builder()
            .name(new ClusterName("app-sre-stage-01"))
            .environment(staging)
            .policy(Policy.EXCLUSIVE)
            .addNamespace(new NamespaceName("github-mirror-stage"))
            .build();
    ObservedState observed =
        ObservedState.builder()
            .environment(staging.name())
            .putHostGroup(cluster.hostGroup(), Set.of(new EntityId("HOST_GROUP-0E489369D663A4BF")))
            .build();
    List<String> said = new ArrayList<>();
    List<List<PlanStep>> sent = new ArrayList<>();

    CustomIntegration.reconcile(
        DesiredState.builder().addEnvironment(staging).addCluster(cluster).build(),
        Map.of(staging.name(), observed),
        sent::add,
        said::add);

    assertThat(said).singleElement().asString().contains("<code>github-mirror-stage</code>");
    assertThat(sent)
        .extracting(wave -> wave.get(0).title())
        .containsExactly("logconfig app-sre-stage-01", "logconfig app-sre-stage-01/rest");
  }

  @Test
  void settingsDumpBecomesObservedRules() {
    ObservedState observed =
        SettingsDump.observed(
            new EnvironmentName("staging"),
            List.of(
                Map.of(
                    "objectId", "object-1",
                    "updateToken", "token-1",
                    "scope", "HOST_GROUP-0E489369D663A4BF",
                    "externalId", "logconfig:logconfig:app-sre-stage-01:include",
                    "value",
                        Map.of(
                            "config-item-title",
                            "logconfig app-sre-stage-01",
                            "enabled",
                            true,
                            "send-to-storage",
                            true,
                            "matchers",
                            List.of(
                                Map.of(
                                    "attribute", "k8s.namespace.name",
                                    "operator", "MATCHES",
                                    "values", List.of("github-mirror-stage"))))),
                Map.of(
                    "objectId", "object-2",
                    "updateToken", "token-2",
                    "scope", "environment",
                    "value", Map.of("config-item-title", "broken", "enabled", "yes"))));

    assertThat(observed.rules())
        .extracting(rule -> rule.rule().title())
        .containsExactly("logconfig app-sre-stage-01", "broken");
    assertThat(observed.rules().get(0).externalId()).isPresent();
    assertThat(observed.rules().get(0).rule().matchers().iterator().next().values())
        .containsExactly("github-mirror-stage");
    assertThat(observed.rules().get(1).rule().unreadable()).hasValue("enabled is not a boolean");
  }

  /** The part of an example between its tags. */
  private static String shown(String example, String tag) throws IOException {
    String source =
        Files.readString(
            Path.of("src/main/java/io/github/logconfig/examples", example + ".java"),
            StandardCharsets.UTF_8);
    String begin = "// tag::" + tag + "[]\n";
    String shown = source.substring(source.indexOf(begin) + begin.length());
    return shown.substring(0, shown.indexOf("// end::" + tag + "[]")).stripTrailing().stripIndent();
  }
}
