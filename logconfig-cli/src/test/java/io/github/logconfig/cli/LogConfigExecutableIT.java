package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.cli.Executable.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogConfigExecutableIT {

  private static final String TOKEN = "dt0c01.PUBLIC.TOPSECRET";
  private static final Map<String, String> WITH_TOKEN = Map.of("DYNATRACE_API_TOKEN", TOKEN);

  @TempDir private Path folder;
  private Executable.Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator =
        Executable.Simulator.start(
            "--token", TOKEN, "--host-group", "stage-01", "--host-group", "stage-02");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void appliesOnceThenWritesNothing() throws Exception {
    desired("[b, a]");

    Result plan = run("plan");
    assertThat(plan.exitCode()).isEqualTo(ExitCode.CHANGES);
    assertThat(plan.out()).contains("+ rule \"logconfig stage-01\"", "Plan: 1 to create");
    assertThat(plan.err()).isEmpty();

    Result apply = run("apply", "--yes", "--verify");
    assertThat(apply.exitCode()).as(apply.err()).isEqualTo(ExitCode.DONE);
    assertThat(apply.out()).contains("cluster stage-01: applied", "Apply: 1 applied.");

    control("DELETE", "/__simulator/requests");
    Result again = run("plan");
    assertThat(again.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(again.out()).isEqualTo("Nothing to change: 1 cluster as desired.\n");
    assertThat(control("GET", "/__simulator/requests").path("byOperation").fieldNames())
        .toIterable()
        .allSatisfy(operation -> assertThat(operation).startsWith("GET "));
  }

  @Test
  void writesDocumentedJson() throws Exception {
    desired("[a]");

    JsonNode plan = json(run("plan", "--output", "json").out());
    assertThat(plan.path("format").asText()).isEqualTo("logconfig-plan/1");
    assertThat(plan.at("/clusters/0/steps/0/kind").asText()).isEqualTo("create");
    assertThat(plan.at("/clusters/0/steps/0/namespacesAdded/0").asText()).isEqualTo("a");
    assertThat(plan.at("/clusters/0/effects/0/effect").asText()).isEqualTo("STARTS");

    assertThat(run("plan", "--output", "markdown").out()).contains("<details", "stage");
    assertThat(run("plan", "--output", "html").out())
        .startsWith("<!doctype html>")
        .contains(
            "<h1>1 namespace starts</h1>", "\"outcomes\"", "id=\"rules\">[{\"title\":\"logconfig ")
        .endsWith("</html>\n");

    JsonNode apply = json(run("apply", "--yes", "--output", "json").out());
    assertThat(apply.at("/clusters/0/outcome").asText()).isEqualTo("applied");
    assertThat(apply.at("/summary/applied").asInt()).isEqualTo(1);
  }

  @Test
  void reportsAllProblemsAndSendsNothing() throws Exception {
    desired("['*', a_b]");

    Result apply = run("apply", "--yes");

    assertThat(apply.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(apply.out()).isEmpty();
    assertThat(apply.err().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("desired.yaml:7: namespace \""));
    assertThat(control("GET", "/__simulator/requests").path("total").asInt()).isZero();
  }

  @Test
  void refusesToSendTokenToUnpinnedAddress() throws Exception {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://dynatrace.example.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
        """);

    Result plan =
        Executable.run(WITH_TOKEN, "plan", "--file", folder.resolve("desired.yaml").toString());

    assertThat(plan.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(plan.err())
        .contains("refusing to send the token", "--endpoint staging=https://dynatrace");
  }

  @Test
  void namesMissingToken() throws Exception {
    desired("[a]");

    Result plan = Executable.run(Map.of(), arguments("plan"));

    assertThat(plan.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(plan.err())
        .isEqualTo(
            "logconfig: environment staging: no token; set DYNATRACE_API_TOKEN or"
                + " DYNATRACE_API_TOKEN_STAGING, or use --token-file staging=FILE\n");
  }

  @Test
  void plansFromBundleAndNamesRevision() throws Exception {
    Path bundle =
        Files.writeString(
            folder.resolve("data.json"),
            """
            {"data": {
              "/dt.yml": {"$schema": "/dependencies/dynatrace-environment-1.yml",
                "name": "staging", "environmentUrl": "https://abc12345.live.dynatrace.com"},
              "/c.yml": {"$schema": "/openshift/cluster-1.yml", "name": "stage-01",
                "dynatraceEnvironment": {"$ref": "/dt.yml"}},
              "/n.yml": {"$schema": "/openshift/namespace-1.yml", "name": "a",
                "cluster": {"$ref": "/c.yml"}, "enableDynatraceLogging": true}
            }, "git_commit": "0123abc"}
            """);
    String endpoint = "staging=" + simulator.address();

    Result plan =
        Executable.run(
            WITH_TOKEN,
            "plan",
            "--bundle",
            bundle.toString(),
            "--endpoint",
            endpoint,
            "--output",
            "json");

    assertThat(plan.exitCode()).isEqualTo(ExitCode.CHANGES);
    assertThat(plan.err()).contains("desired state of bundle ", ", commit 0123abc");
    assertThat(json(plan.out()).at("/source/commit").asText()).isEqualTo("0123abc");
    assertThat(json(plan.out()).at("/clusters/0/effects/0/namespace").asText()).isEqualTo("a");
    assertThat(Executable.run(WITH_TOKEN, "plan", "--graphql", "ftp://x").exitCode())
        .isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void readsTokenFromFile() throws Exception {
    desired("[a]");
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");

    assertThat(
            Executable.run(Map.of(), arguments("plan", "--token-file", token.toString()))
                .exitCode())
        .isEqualTo(ExitCode.CHANGES);
    assertThat(
            Executable.run(Map.of(), arguments("plan", "--token-file", "staging=" + token))
                .exitCode())
        .isEqualTo(ExitCode.CHANGES);
  }

  @Test
  void reportsUnknownTokenWithoutPrintingIt() throws Exception {
    desired("[a]");

    Result apply =
        Executable.run(
            Map.of("DYNATRACE_API_TOKEN", "dt0c01.OTHER.HIDDEN"), arguments("apply", "--yes"));

    assertThat(apply.exitCode()).isEqualTo(ExitCode.PERMISSION);
    assertThat(apply.out() + apply.err())
        .contains("Token Authentication failed")
        .doesNotContain("HIDDEN");
  }

  @Test
  void reportsStoppedServerAsUnreachable() throws Exception {
    desired("[a]");
    simulator.close();

    Result plan = run("plan", "--timeout", "300ms");

    assertThat(plan.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(plan.out()).isEmpty();
    // both reads are sent at the same time, and the first failure is reported
    assertThat(plan.err())
        .containsPattern(
            "^cluster stage-01: environment staging: GET /(entities|settings/objects): ")
        .hasLineCount(1);
  }

  @Test
  void impactLimitRefusesMassRemovalByDefault() throws Exception {
    desired(IntStream.range(0, 20).mapToObj(i -> "ns-" + i).toList().toString());
    run("apply", "--yes");
    desired("[]");

    Result refused = run("apply", "--yes");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.out()).contains("20 of 20 namespaces of cluster stage-01 would stop");
    assertThat(run("apply", "--yes", "--max-stopping", "100%").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void failsOnUnknownHostGroup() throws Exception {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: nowhere, environment: staging, namespaces: [a]}]
        """);

    Result plan = run("plan");

    assertThat(plan.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(plan.out()).contains("! error HOST_GROUP_UNKNOWN");
  }

  @Test
  void selectsClusters() throws Exception {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: stage-01, environment: staging, namespaces: [a]}
          - {name: stage-02, environment: staging, namespaces: [b]}
        """);

    assertThat(run("plan", "--cluster", "stage-02").out())
        .contains("stage-02")
        .doesNotContain("stage-01");
    Result unknown = run("plan", "--cluster", "stage-03");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(unknown.err())
        .isEqualTo(
            "logconfig: --cluster \"stage-03\" is not in the desired state; known are stage-01,"
                + " stage-02\n");
  }

  @Test
  void appliesAppInterfaceDataToSeveralEnvironments() throws Exception {
    try (Executable.Simulator staging =
            Executable.Simulator.start("--host-group", "app-sre-stage-01");
        Executable.Simulator production =
            Executable.Simulator.start(
                "--host-group", "app-sre-prod-01", "--host-group", "quayp05ue1")) {
      Map<String, String> tokens =
          Map.of(
              "DYNATRACE_API_TOKEN_DYNATRACE_STAGING_US_EAST_1", TOKEN,
              "DYNATRACE_API_TOKEN_DYNATRACE_PRODUCTION_US_EAST_1", TOKEN);
      String[] common = {
        "--data",
        "../examples/app-interface",
        "--endpoint",
        "dynatrace-staging-us-east-1=" + staging.address(),
        "--endpoint",
        "dynatrace-production-us-east-1=" + production.address()
      };

      Result plan = Executable.run(tokens, with("plan", common));
      assertThat(plan.exitCode()).as(plan.err()).isEqualTo(ExitCode.CHANGES);
      assertThat(plan.out())
          .contains(
              "      + github-mirror-stage: starts, desired by"
                  + " ../examples/app-interface/services/github-mirror/namespaces"
                  + "/github-mirror-stage.yml:12, owner Example Team\n")
          .contains(
              "Plan: 3 to create, 0 to update, 0 to move, 0 to delete; 0 clusters unchanged.");
      Result apply = Executable.run(tokens, with("apply", with("--yes", common)));
      assertThat(apply.exitCode()).as(apply.err()).isEqualTo(ExitCode.DONE);
      assertThat(apply.out()).contains("Apply: 3 applied.");
      assertThat(Executable.run(tokens, with("plan", common)).out())
          .isEqualTo("Nothing to change: 3 clusters as desired.\n");

      Result oneToken = Executable.run(WITH_TOKEN, with("plan", common));
      assertThat(oneToken.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(oneToken.err())
          .contains("set DYNATRACE_API_TOKEN_DYNATRACE_STAGING_US_EAST_1, or use");
    }
  }

  @Test
  void reportsAllProblemsOfAppInterfaceData() throws Exception {
    Files.writeString(
        folder.resolve("environment.yml"),
        """
        $schema: /dependencies/dynatrace-environment-1.yml
        name: staging
        environmentUrl: http://abc12345.live.dynatrace.com
        """);
    Files.writeString(
        folder.resolve("cluster.yml"),
        """
        $schema: /openshift/cluster-1.yml
        name: stage-01
        dynatraceEnvironment: {$ref: /../environment.yml}
        """);

    Result apply = Executable.run(WITH_TOKEN, "apply", "--yes", "--data", folder.toString());

    assertThat(apply.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(apply.err())
        .contains("/cluster.yml:3: $ref \"/../environment.yml\" leaves the data directory")
        .contains(
            "/environment.yml:3: environment URL \"http://abc12345.live.dynatrace.com\" is not");
    assertThat(control("GET", "/__simulator/requests").path("total").asInt()).isZero();
  }

  @Test
  void rejectsInvalidOptions() throws Exception {
    desired("[a]");

    Result typo = Executable.run(WITH_TOKEN, "plan", "--fille", "x");
    assertThat(typo.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(typo.err()).contains("--fille", "Did you mean --file?");
    assertThat(Executable.run(WITH_TOKEN, "plan").exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(Executable.run(WITH_TOKEN).err())
        .contains("expected a command: plan, apply, verify, show, explain, import, list, doctor,");
    for (String[] invalid :
        List.of(
            new String[] {"--output", "yaml"},
            new String[] {"--owner", "A:B"},
            new String[] {"--policy", "none"},
            new String[] {"--timeout", "soon"},
            new String[] {"--timeout", "0s"},
            new String[] {"--endpoint", "staging=ftp://x"},
            new String[] {"--endpoint", "staging"},
            new String[] {"--endpoint", "other=https://x"})) {
      Result result = run("plan", invalid);
      assertThat(result.exitCode()).as(Arrays.toString(invalid)).isEqualTo(3);
      assertThat(result.err()).as(Arrays.toString(invalid)).startsWith("logconfig: ");
      assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    }
    assertThat(run("apply", "--max-stopping", "many").exitCode()).isEqualTo(3);
  }

  private void desired(String namespaces) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments:
          - name: staging
            url: https://abc12345.live.dynatrace.com
        clusters:
          - name: stage-01
            environment: staging
            namespaces: %s
        """
            .formatted(namespaces));
  }

  private static String[] with(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Result run(String command, String... more) {
    return Executable.run(WITH_TOKEN, arguments(command, more));
  }

  private String[] arguments(String command, String... more) {
    List<String> all =
        new ArrayList<>(List.of(command, "--file", folder.resolve("desired.yaml").toString()));
    if (!List.of(more).contains("--endpoint")) {
      all.addAll(List.of("--endpoint", "staging=" + simulator.address()));
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private JsonNode control(String method, String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(simulator.address() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return json(response.body().isEmpty() ? "{}" : response.body());
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
