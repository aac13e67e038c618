package io.github.logconfig.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.Environment;
import io.github.logconfig.source.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        .contains("+ github-mirror-stage\n+ glitchtip-stage\n")
        .contains("app-sre-stage-01: applied")
        .contains("write requests: {POST /api/v2/settings/objects=2}")
        .contains("\"values\" : [ \"github-mirror-stage\", \"glitchtip-stage\" ]")
        .contains("Nothing to change: 3 clusters as desired.")
        .contains("+ glitchtip-sandbox\n      - github-mirror-stage\n")
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
    String source =
        Files.readString(
            Path.of("src/main/java/io/github/logconfig/examples/EmbedPlanner.java"),
            StandardCharsets.UTF_8);
    String shown =
        source
            .substring(
                source.indexOf("// tag::embed[]\n") + "// tag::embed[]\n".length(),
                source.indexOf("\n    // end::embed[]"))
            .stripIndent();

    assertThat(Files.readString(README, StandardCharsets.UTF_8))
        .contains("```java\n" + shown + "\n```");
  }
}
