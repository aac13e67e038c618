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
          - {name: stage-01, environment: staging, namespaces: [desired, shop-prod]}
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
        .startsWith(
            """
            namespace desired in cluster stage-01
              desired: yes, %s:3
              Dynatrace: environment staging, host group stage-01
              now: not ingested, no rule matches
              after the plan: ingested, decided by rule "logconfig stage-01" of host group stage-01
                rule "logconfig stage-01" of host group stage-01: matches and includes
                  if k8s.namespace.name is "desired" or "shop-prod"
              to do: run logconfig apply --cluster stage-01
            """
                .formatted(folder.resolve("desired.yaml")));

    JsonNode json =
        new ObjectMapper()
            .readTree(
                explain("--cluster", "stage-01", "--namespace", "desired", "--output", "json")
                    .out());
    assertThat(json.path("cluster").asText()).isEqualTo("stage-01");
    assertThat(json.path("namespace").asText()).isEqualTo("desired");
    assertThat(json.path("desired").asBoolean()).isTrue();
    assertThat(json.at("/location/line").asInt()).isEqualTo(3);
    assertThat(json.at("/now/ingested").asText()).isEqualTo("no");
    assertThat(json.at("/afterPlan/ingested").asText()).isEqualTo("yes");
    assertThat(json.at("/afterPlan/rule/title").asText()).isEqualTo("logconfig stage-01");
    assertThat(json.at("/afterPlan/trace/0/outcome").asText()).isEqualTo("matched");
  }

  @Test
  void findsTheClustersOfANamespaceAndExplainsTheOthersIfOneFails() throws IOException {
    Result everywhere = explain("desired");
    assertThat(everywhere.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(everywhere.out())
        .startsWith(
            """
            namespace desired is desired in 2 clusters
              not ingested now: 1 cluster (stage-01)
              failed: 1 cluster

            namespace desired in cluster stage-01
            """);
    assertThat(everywhere.err()).contains("cluster nowhere: environment staging has no host group");
    JsonNode json = new ObjectMapper().readTree(explain("desired", "--output", "json").out());
    assertThat(json.at("/clusters/0/afterPlan/ingested").asText()).isEqualTo("yes");
    assertThat(json.at("/clusters/1/cluster").asText()).isEqualTo("nowhere");
    assertThat(json.at("/clusters/1/failure/kind").asText()).isNotEmpty();
  }

  @Test
  void saysWhereToOptInANamespaceThatNobodyDesiresAndSuggestsSimilarNames() {
    Result shop = explain("--cluster", "stage-01", "shop");
    assertThat(shop.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(shop.out())
        .contains(
            "  desired: no\n",
            "  to do: to ingest these logs, add shop to the namespaces of cluster stage-01 at "
                + folder.resolve("desired.yaml")
                + ":3\n",
            "similar: shop-prod is desired in cluster stage-01\n");
    assertThat(explain("--cluster", "stage-01", "desierd").out())
        .contains("similar: desired is desired in clusters stage-01, nowhere\n");
    assertThat(explain("--cluster", "stage-01", "unlike").out()).doesNotContain("similar");
  }

  @Test
  void namesTheFileOfANamespaceInAppInterfaceData() throws IOException {
    Map<String, String> files =
        Map.of(
            "dt.yml",
                "/dependencies/dynatrace-environment-1.yml\nname: staging\n"
                    + "environmentUrl: https://abc12345.live.dynatrace.com",
            "c.yml",
                "/openshift/cluster-1.yml\nname: stage-01\n"
                    + "dynatraceEnvironment: {$ref: /dt.yml}",
            "services/shop.yml",
                "/openshift/namespace-1.yml\nname: shop\n" + "cluster: {$ref: /c.yml}");
    for (var file : files.entrySet()) {
      Path path = folder.resolve("data").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, "$schema: " + file.getValue() + "\n");
    }
    String data = folder.resolve("data").toString();
    String shop = data + "/services/shop.yml";

    assertThat(explainFrom("--data", data, "shop").out())
        .contains(
            "  desired: no, defined in " + shop + "\n",
            "  to do: to ingest these logs, set enableDynatraceLogging: true in " + shop + "\n");
    assertThat(explainFrom("--data", data, "shop", "-o", "json").out())
        .contains("\"file\" : \"" + shop + "\"");
    assertThat(explainFrom("--data", data, "unheard-of").out())
        .contains(
            "set enableDynatraceLogging: true in the file of namespace unheard-of, which must refer"
                + " to the cluster in "
                + data
                + "/c.yml\n");
  }

  @Test
  void rejectsWhatCannotBeExplained() {
    assertThat(explain("--cluster", "nowhere", "desired").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(explain("--cluster", "nowhere", "desired").err()).contains("no host group nowhere");
    for (String[] invalid :
        List.of(
            new String[] {"--cluster", "stage-01"},
            new String[] {"--cluster", "stage-01", "*"},
            new String[] {"--cluster", "stage-01", "desired", "--attribute", "colour=blue"})) {
      Result result = explain(invalid);
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(result.err().lines()).hasSize(1);
    }
  }

  private Result explain(String... more) {
    return explainFrom("--file", folder.resolve("desired.yaml").toString(), more);
  }

  private Result explainFrom(String source, String location, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("explain", source, location, "--endpoint", "staging=" + simulator.address()));
    arguments.addAll(List.of(more));
    return Executable.inProcess(TOKEN, arguments.toArray(String[]::new));
  }
}
