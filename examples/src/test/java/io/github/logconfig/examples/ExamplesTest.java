package io.github.logconfig.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
