package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules are imported and adopted over HTTP: by title, by object id, and from Monaco. */
class AdoptionTest {

  private static final String HOST_GROUP = SimulatedEntity.hostGroup("stage-01").entityId();

  @TempDir private Path folder;
  private DynatraceSimulator simulator;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void start() throws IOException {
    simulator = DynatraceSimulator.builder().hostGroup("stage-01").start();
    Files.writeString(folder.resolve("token"), "dt0c01.PUBLIC.SECRET");
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: [cart, shop]}]
        """);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void adoptsByTitle() throws Exception {
    post("k8s logs cart", "", "cart");
    post("k8s logs shop", "", "shop");
    post("other", "", "tools");

    Result apply = run("apply", "--yes", "--adopt-title", "k8s logs *");

    assertThat(apply.status()).as(apply.out() + apply.err()).isEqualTo(ExitCode.DONE);
    assertThat(titles()).containsExactly("logconfig stage-01", "other");
    assertThat(run("plan").status()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void adoptsByObjectIdAndNamesAnUnknownOne() throws Exception {
    post("by hand", "", "cart");
    String id = listed().get(0).path("objectId").asText();

    Result wrong = run("plan", "--adopt-object", "no-such-object");
    assertThat(wrong.out())
        .contains(
            "! warning NOT_ADOPTED: no rule of environment staging has the object id"
                + " \"no-such-object\"");
    Result apply = run("apply", "--yes", "--adopt-object", id);
    Result again = run("plan", "--adopt-object", id);

    assertThat(apply.status()).as(apply.out() + apply.err()).isEqualTo(ExitCode.DONE);
    assertThat(titles()).containsExactly("logconfig stage-01");
    assertThat(listed().get(0).path("objectId").asText()).isEqualTo(id);
    assertThat(again.out()).as("adopted before").startsWith("Nothing to change");
  }

  @Test
  void adoptsFromMonacoOnlyIfAsked() throws Exception {
    post("k8s logs", "monaco:cHJvamVjdA==", "cart");

    assertThat(run("plan", "--adopt-imported").out()).contains("1 to create");
    Result apply = run("apply", "--yes", "--adopt-from", "monaco");

    assertThat(apply.status()).as(apply.out() + apply.err()).isEqualTo(ExitCode.DONE);
    assertThat(titles()).containsExactly("logconfig stage-01");
    assertThat(listed().get(0).path("externalId").asText()).startsWith("logconfig:");
  }

  @Test
  void importReportsAsJsonWhatPlanThenAdopts() throws Exception {
    post("k8s logs", "monaco:cHJvamVjdA==", "cart");
    post("teams", "", "team-*");
    Path imported = folder.resolve("imported.yaml");

    JsonNode report =
        new ObjectMapper()
            .readTree(run("import", "-o", "json", "--out", imported.toString()).out());

    assertThat(report.at("/environments/0/clusters/0/adopts/0/title").asText())
        .isEqualTo("k8s logs");
    assertThat(report.at("/environments/0/notAdopted/0/reason").asText()).contains("team-*");
    assertThat(report.path("adoptFromMonaco").asBoolean()).isTrue();
    assertThat(report.path("file").asText()).isEqualTo(imported.toString());
    Files.copy(imported, folder.resolve("desired.yaml"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("plan", "--adopt-imported", "--adopt-from", "monaco").out())
        .contains("(adopted)", "namespaces: 1 unchanged");
  }

  @Test
  void savedPlanAdoptsListsWithoutBeingAskedAgain() throws Exception {
    post("k8s logs", "monaco:cHJvamVjdA==", "cart");
    post("logs of shop", "", "shop");
    String saved = folder.resolve("plan.json").toString();
    run("plan", "--adopt-imported", "--adopt-from", "monaco", "--out", saved);

    Result apply = applySaved(saved);

    assertThat(apply.status()).as(apply.out() + apply.err()).isEqualTo(ExitCode.DONE);
    assertThat(titles()).containsExactly("logconfig stage-01");
    assertThat(run("plan").status()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void savedPlanMayNotAdoptByItselfWhatIsMoreThanAList() throws Exception {
    post("k8s logs", "", "team-*");
    String saved = folder.resolve("plan.json").toString();
    run("plan", "--adopt-title", "k8s logs", "--out", saved);

    Result refused = applySaved(saved, "--allow-stopping-others");
    Result allowed = applySaved(saved, "--allow-stopping-others", "--adopt-title", "k8s logs");

    assertThat(refused.status()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(refused.err())
        .contains(
            "the plan of cluster stage-01 adopts rule \"k8s logs\", and this run does not ask for"
                + " that; repeat the option of plan that adopts it");
    assertThat(allowed.status()).as(allowed.out() + allowed.err()).isEqualTo(ExitCode.DONE);
  }

  private Result applySaved(String plan, String... more) {
    List<String> arguments = new ArrayList<>(List.of("apply", "--yes", "--plan", plan));
    arguments.addAll(
        List.of(
            "--endpoint=staging=" + simulator.baseUrl(),
            "--token-file=" + folder.resolve("token")));
    arguments.addAll(List.of(more));
    return execute(arguments);
  }

  private void post(String title, String externalId, String namespace) throws Exception {
    String body =
        """
        [{"schemaId": "builtin:logmonitoring.log-storage-settings", "scope": "%s"%s, "value": {
          "enabled": true, "config-item-title": "%s", "send-to-storage": true, "matchers": [
            {"attribute": "k8s.namespace.name", "operator": "MATCHES", "values": ["%s"]}]}}]
        """
            .formatted(
                HOST_GROUP,
                externalId.isEmpty() ? "" : ", \"externalId\": \"" + externalId + "\"",
                title,
                namespace);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/api/v2/settings/objects"))
                    .header("Authorization", "Api-Token dt0c01.PUBLIC.SECRET")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private JsonNode listed() throws IOException {
    return new ObjectMapper()
        .readTree(run("list", "--output", "json").out())
        .at("/environments/0/scopes/0/rules");
  }

  private List<String> titles() throws IOException {
    return StreamSupport.stream(listed().spliterator(), false)
        .map(rule -> rule.path("title").asText())
        .toList();
  }

  private Result run(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--file=" + folder.resolve("desired.yaml"),
                "--endpoint=staging=" + simulator.baseUrl(),
                "--token-file=" + folder.resolve("token")));
    arguments.addAll(List.of(more));
    return execute(arguments);
  }

  private static Result execute(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        LogConfigCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Result(status, out.toString(), err.toString());
  }
}
