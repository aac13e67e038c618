package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    SimulatedEntity hostGroup = SimulatedEntity.hostGroup("hg-a");
    SimulatedEntity cluster = SimulatedEntity.kubernetesCluster("dynakube", "uid-1");
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder()
            .entity(hostGroup)
            .entity(cluster)
            .rule(SimulatedRule.include("shop").in(hostGroup).namespaces("shop"))
            .start()) {
      SimulatedEntity node =
          SimulatedEntity.host("node-1").instanceOf(hostGroup).inKubernetesCluster(cluster);
      simulator.workloads(
          SimulatedWorkload.builder("shop", node).recordsPerMinute(60).build(),
          SimulatedWorkload.builder("quiet", node).pods(0).build());
      simulator.advance(Duration.ofMinutes(3)); // a rule needs 90 seconds, a record 30
    }

    String code = Files.readString(HERE).replaceAll("\\s+", " ");
    // classes of tests are not part of a method
    assertThat(blocks("java").stream().filter(it -> !it.startsWith("@")))
        .hasSize(2)
        .allSatisfy(block -> assertThat(code).contains(block.replaceAll("\\s+", " ").strip()));
  }

  @Test
  void declaresWorkloadsInTheFormatThatItReads() throws IOException {
    String entities = block("jsonc");
    String workloads = blocks("jsonc").get(1);

    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder()
            .entities(ApiResponse.JSON.readTree(entities))
            .workloads(ApiResponse.JSON.readTree(workloads))
            .queries(SimulatedQueries.DEFAULT)
            .allowInvalidRequests()
            .start()) {
      String query = ApiResponse.JSON.createObjectNode().put("query", block("text")).toString();

      assertThat(
              new HttpCalls(simulator.baseUrl(), "Bearer", "dt0s16.PUBLIC.SECRET")
                  .post("/platform/storage/query/v1/query:execute", query)
                  .status())
          .isEqualTo(200);
    }
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
    return blocks(language).get(0);
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
