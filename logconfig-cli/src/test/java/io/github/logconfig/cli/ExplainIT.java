package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.cli.Executable.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainIT {

  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");

  @TempDir private Path folder;
  private Executable.Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Executable.Simulator.start("--host-group", "stage-01");
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: stage-01, environment: staging, namespaces: [desired]}
          - {name: nowhere, environment: staging, namespaces: [desired]}
        """);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void explainsNowAndAfterPlan() throws IOException {
    Result desired = explain("--cluster", "stage-01", "desired");
    assertThat(desired.exitCode()).as(desired.err()).isEqualTo(ExitCode.DONE);
    assertThat(desired.out())
        .startsWith("now: not ingested, no rule matches\nafter the plan: ingested, decided by rule")
        .contains("\"logconfig stage-01\": matches and includes");

    JsonNode json =
        new ObjectMapper()
            .readTree(
                explain("--cluster", "stage-01", "--namespace", "desired", "--output", "json")
                    .out());
    assertThat(json.path("cluster").asText()).isEqualTo("stage-01");
    assertThat(json.path("namespace").asText()).isEqualTo("desired");
    assertThat(json.at("/now/ingested").asText()).isEqualTo("no");
    assertThat(json.at("/afterPlan/ingested").asText()).isEqualTo("yes");
    assertThat(json.at("/afterPlan/rule/title").asText()).isEqualTo("logconfig stage-01");
    assertThat(json.at("/afterPlan/trace/0/outcome").asText()).isEqualTo("matched");
  }

  @Test
  void rejectsWhatCannotBeExplained() {
    assertThat(explain("--cluster", "nowhere", "desired").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(explain("--cluster", "nowhere", "desired").err()).contains("no host group nowhere");
    for (String[] invalid :
        List.of(
            new String[] {"desired"},
            new String[] {"--cluster", "stage-01"},
            new String[] {"--cluster", "stage-01", "*"},
            new String[] {"--cluster", "stage-01", "desired", "--attribute", "colour=blue"})) {
      Result result = explain(invalid);
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(result.err().lines()).hasSize(1);
    }
  }

  private Result explain(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "explain",
                "--file",
                folder.resolve("desired.yaml").toString(),
                "--endpoint",
                "staging=" + simulator.address()));
    arguments.addAll(List.of(more));
    return Executable.run(TOKEN, arguments.toArray(String[]::new));
  }
}
