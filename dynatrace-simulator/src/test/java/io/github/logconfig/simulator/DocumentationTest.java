package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/simulator.md shows is what works. */
class DocumentationTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "simulator.md");
  private static final Path HERE =
      Path.of("src/test/java/io/github/logconfig/simulator/DocumentationTest.java");

  @Test
  void containsTheJavaOfThisTest() throws IOException {
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder()
            .hostGroup("app-sre-stage-01")
            .rule(SimulatedRule.builtIn("Ingest all logs").disabled())
            .start()) {
      simulator.faults(Fault.on("POST /api/v2/settings/objects").nth(2).dropAfter());
      // a client of simulator.baseUrl()
    }

    assertThat(Files.readString(HERE).replaceAll("\\s+", " "))
        .contains(block("java").replaceAll("\\s+", " ").strip());
  }

  @Test
  void containsOnlyKnownFaults() throws IOException {
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start()) {
      HttpCalls calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);

      assertThat(calls.put("/__simulator/faults", block("json")).status()).isEqualTo(204);
      assertThat(calls.get("/__simulator/faults").body()).hasSize(2);
    }
  }

  @Test
  void everyEffectIsTold() throws IOException {
    String document = Files.readString(DOCUMENT);

    for (Fault.Kind kind : Fault.Kind.values()) {
      assertThat(document).contains("| `\"" + kind.key() + "\": ");
    }
  }

  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
