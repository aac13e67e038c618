package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

/** What reviewers and their tools get: saved plans, removals, and formats with file and line. */
class ReviewFormatsTest {

  private static final Path SCHEMAS = Path.of("src/test/resources/reports");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private DynatraceSimulator simulator;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void start() throws IOException {
    simulator = DynatraceSimulator.builder().hostGroup("stage-01").hostGroup("stage-02").start();
    Files.writeString(folder.resolve("token"), "dt0c01.PUBLIC.SECRET");
    desired("stage-01", "stage-02", "nowhere");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void showPrintsSavedPlanInEveryFormat() throws IOException {
    Path saved = folder.resolve("plan.json");
    assertThat(plan("--out", saved.toString()).status()).isEqualTo(ExitCode.FAILED);
    int requests = simulator.requests().values().stream().mapToInt(Integer::intValue).sum();

    for (String format : List.of("text", "markdown", "json", "sarif", "github")) {
      Result shown = run("show", saved.toString(), "-o", format);
      assertThat(shown.status()).as(shown.err()).isEqualTo(ExitCode.FAILED);
      assertThat(shown.out()).as(format).isEqualTo(plan("-o", format).out());
    }
    assertThat(run("show", saved.toString(), "-o", "html").out()).startsWith("<!doctype html>");
    assertThat(run("show", saved.toString(), "-o", "junit").out()).contains("<testcase");
    assertThat(simulator.requests().values().stream().mapToInt(Integer::intValue).sum())
        .as("only plan sends requests")
        .isGreaterThan(requests);
    assertThat(run("show", folder.resolve("none").toString()).err())
        .isEqualTo("logconfig: FILE \"" + folder.resolve("none") + "\" does not exist\n");
  }

  @Test
  void showGivesTheAdviceOfPlanForAnUnreadableEnvironment() throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments:
          - {name: staging, url: "https://abc12345.live.dynatrace.com"}
          - {name: off, url: "https://off12345.live.dynatrace.com"}
        clusters:
          - {name: stage-01, environment: staging, namespaces: [a]}
          - {name: off-01, environment: off, namespaces: [a]}
        """);
    Path saved = folder.resolve("plan.json");
    Path token = folder.resolve("token");
    String[] closed = {"--endpoint=off=http://127.0.0.1:1", "--token-file=off=" + token};
    String[] plan =
        with("plan", closed[0], closed[1], "--token-file=staging=" + token, "--timeout=1s", "-o=");
    plan[3] = "--out=" + saved;

    for (String format : List.of("text", "markdown")) {
      plan[plan.length - 1] = "-o=" + format;
      Result planned = run(plan);
      assertThat(planned.status()).as(planned.err()).isEqualTo(ExitCode.UNREACHABLE);
      Result shown = run("show", saved.toString(), "-o", format);
      assertThat(shown.status()).isEqualTo(planned.status());
      assertThat(shown.out()).as(format).isEqualTo(planned.out());
    }
    for (String format : List.of("text", "markdown", "html", "sarif", "junit", "github")) {
      assertThat(run("show", saved.toString(), "-o", format).out())
          .as(format)
          .contains("connection refused", "check the address, or set");
    }
    Files.writeString(saved, Files.readString(saved).replace("\"NOT_CONNECTED\"", "\"NOTHING\""));
    assertThat(run("show", saved.toString()).err()).contains("noResponse \"NOTHING\"");
  }

  @Test
  void savedRefusalIsShown() throws IOException {
    desired("stage-01", "stage-02");
    assertThat(run(with("apply", "--yes")).status()).isEqualTo(ExitCode.DONE);
    Files.writeString(
        folder.resolve("desired.yaml"),
        Files.readString(folder.resolve("desired.yaml")).replace("[a, b, c]", "[]"));
    Path saved = folder.resolve("plan.json");
    String refused = "! refused by the impact limit: 3 of 3 namespaces of cluster stage-01";

    Result plan = plan("--out", saved.toString());
    assertThat(plan.status()).isEqualTo(ExitCode.REFUSED);
    assertThat(plan.out()).contains(refused);
    Result shown = run("show", saved.toString());
    assertThat(shown.status()).isEqualTo(ExitCode.REFUSED);
    assertThat(shown.out()).isEqualTo(plan.out());
    plan("--out", saved.toString(), "--max-stopping", "50");
    assertThat(run("show", saved.toString()).status()).isEqualTo(ExitCode.CHANGES);
  }

  @Test
  void planPreviewsRemovalOfOrphans() throws IOException {
    desired("stage-01", "stage-02");
    assertThat(run(with("apply", "--yes")).status()).isEqualTo(ExitCode.DONE);
    desired("stage-02");

    Result without = plan();
    assertThat(without.status()).isEqualTo(ExitCode.DONE);
    assertThat(without.out())
        .contains("! orphan: rule \"logconfig stage-01\" of environment staging");

    Result refused = plan("--remove-orphans");
    assertThat(refused.status()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.out())
        .startsWith("- 3 namespaces stop in cluster stage-01: a, b, c\n")
        .contains("1 to delete", "orphans of host group stage-01 (environment staging)");
    Result accepted = plan("--remove-orphans", "--max-stopping", "3");
    assertThat(accepted.status()).isEqualTo(ExitCode.CHANGES);
    assertThat(plan("--remove-orphans", "-o", "markdown").out())
        .contains("Apply would be refused: 3 namespaces stop", "orphans of host group");
  }

  @Test
  void findingsAndProblemsHaveFileAndLine() throws Exception {
    Result sarif = plan("--output", "sarif");
    assertThat(validate(sarif.out())).isEmpty();
    JsonNode result = JSON.readTree(sarif.out()).at("/runs/0/results/0");
    assertThat(result.at("/ruleId").asText()).isEqualTo("HOST_GROUP_UNKNOWN");
    assertThat(result.at("/level").asText()).isEqualTo("error");
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText())
        .isEqualTo("file://" + folder.resolve("desired.yaml"));
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(6);

    Result junit = plan("--output", "junit");
    assertFitsJUnit(junit.out());
    assertThat(junit.out())
        .contains(
            "tests=\"3\" failures=\"1\"",
            "<testcase classname=\"staging\" name=\"stage-01\" time=\"0\"></testcase>");

    assertThat(plan("--output", "github").out())
        .startsWith("::error file=" + folder.resolve("desired.yaml") + ",line=6,title=")
        .contains("HOST_GROUP_UNKNOWN::cluster nowhere: environment staging has no host group");
  }

  @Test
  void placesThatAreNoFilesAreNotShownAsFiles() throws Exception {
    String desired = Files.readString(folder.resolve("desired.yaml"));
    String[] plan = with("plan", "--output", "");
    plan[1] = "--file=-";

    JsonNode location =
        JSON.readTree(withInput(desired, plan, "sarif").out()).at("/runs/0/results/0/locations/0");
    assertThat(location.has("physicalLocation")).isFalse();
    assertThat(location.at("/logicalLocations/0/fullyQualifiedName").asText())
        .isEqualTo("standard input:6");
    assertThat(validate(withInput(desired, plan, "sarif").out())).isEmpty();
    assertThat(withInput(desired, plan, "github").out())
        .startsWith("::error title=logconfig HOST_GROUP_UNKNOWN::standard input:6: cluster ");
    assertThat(withInput(desired, plan, "junit").out()).contains("standard input:6: HOST_GROUP");
    assertThat(withInput(desired, plan, "text").out()).contains("desired by standard input:4");
    assertThat(JSON.readTree(withInput(desired, plan, "json").out()).at("/clusters/0/location"))
        .isEqualTo(JSON.readTree("{\"place\": \"standard input\", \"line\": 4}"));

    String[] validate = {"validate", "--file=-", "--output", ""};
    JsonNode problem =
        JSON.readTree(withInput("clusters: [1]\n", validate, "json").out()).at("/error/problems/0");
    assertThat(problem.path("place").asText()).isEqualTo("standard input");
    assertThat(problem.path("file").asText()).isEqualTo("standard input");
    assertThat(withInput("clusters: [1]\n", validate, "github").out())
        .startsWith("::error title=logconfig PROBLEM::standard input:1: ");
  }

  @Test
  void savedPlanKeepsPlacesOfUnchangedNamespaces() throws IOException {
    desired("stage-01");
    assertThat(run(with("apply", "--yes", "--owner", "before")).status()).isEqualTo(ExitCode.DONE);
    Path saved = folder.resolve("plan.json");
    String place =
        "a: ingested before and after, desired by " + folder.resolve("desired.yaml") + ":4";

    assertThat(plan("--out", saved.toString()).out()).contains(place);
    assertThat(run("show", saved.toString()).out()).contains(place);
  }

  @Test
  void manyNamespacesShareALineAboutTheirFiles() throws IOException {
    StringBuilder namespaces = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      namespaces.append("  - ns-").append(i).append('\n');
    }
    Path teams = Files.createDirectory(folder.resolve("teams"));
    desired("stage-01");
    for (String team : List.of("pay", "search")) {
      Files.writeString(
          teams.resolve(team + ".yaml"),
          "owner: "
              + team
              + "\nclusters:\n- name: stage-01\n  namespaces:\n"
              + namespaces.toString().replace("ns-", team + "-"));
    }
    String[] plan = with("plan");
    plan[1] = "--file=" + folder;

    assertThat(run(plan).out())
        .contains(
            "        desired by "
                + folder.resolve("desired.yaml")
                + " and 2 other files, owner pay"
                + " and 1 other owner\n");
  }

  @Test
  void junitHasTheTextOfAnErrorOnce() throws Exception {
    desired("stage-01", "stage-02");
    simulator.faults(Fault.on("*").status(403));

    String junit = plan("--output", "junit").out();

    assertFitsJUnit(junit);
    assertThat(junit)
        .contains(
            "failures=\"2\"",
            "<failure message=\"2 clusters (stage-01, stage-02): environment staging: ",
            "<failure message=\"NOT_PLANNED as in test case stage-01\" type=\"NOT_PLANNED\">"
                + "</failure>");
  }

  @Test
  void invalidInputIsPartOfTheReport() throws Exception {
    Files.writeString(
        folder.resolve("desired.yaml"), "environments: []\nclusters: [{name: \"<a>\"}]\n");

    for (String command : List.of("validate", "plan")) {
      Result sarif = run(command, file(), "--output", "sarif");
      assertThat(sarif.status()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(validate(sarif.out())).isEmpty();
      assertThat(JSON.readTree(sarif.out()).at("/runs/0/results")).hasSizeGreaterThan(1);
      Result junit = run(command, file(), "--output", "junit");
      assertFitsJUnit(junit.out());
      assertThat(junit.out()).contains("&lt;a").doesNotContain("failures=\"0\"");
      assertThat(run(command, file(), "--output", "github").out())
          .contains("::error file=" + folder.resolve("desired.yaml") + ",line=2,");
    }
    desired("stage-01");
    Result valid = run("validate", file(), "--output", "junit");
    assertFitsJUnit(valid.out());
    assertThat(valid.out()).contains("tests=\"1\" failures=\"0\"");
    assertThat(validate(run("validate", file(), "-o", "sarif").out())).isEmpty();
  }

  @Test
  void readsDesiredStateFromStandardInputAndSelectsByPattern() throws IOException {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(
            Files.readString(folder.resolve("desired.yaml"))
                .replace("nowhere", "prod-1")
                .getBytes(StandardCharsets.UTF_8)));
    try {
      Result result = run("validate", "-f", "-", "--cluster", "stage-*", "-o", "json");
      assertThat(JSON.readTree(result.out()).path("clusters").asInt()).isEqualTo(2);
      System.setIn(new ByteArrayInputStream("clusters: [1]\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(run("validate", "-f", "-").err()).startsWith("logconfig: standard input:1: ");
    } finally {
      System.setIn(before);
    }
    assertThat(run("validate", file(), "--environment", "s*g", "-l", "team=x").err())
        .contains("no cluster has the label team=x");
  }

  @Test
  void filesOfTeamsKeepTheirLinesAndOwners() throws IOException {
    desired("stage-01");
    Path team = Files.createDirectory(folder.resolve("teams")).resolve("pay.yaml");
    Files.writeString(
        team, "owner: payments\nclusters:\n- name: stage-01\n  namespaces:\n  - shop\n");
    String place = team + ":5";
    Path saved = folder.resolve("saved");
    String[] plan = with("plan");
    plan[1] = "--file=" + folder;

    assertThat(run(plan).out())
        .contains("      + shop: starts, desired by " + place + ", owner payments\n");
    List<String> saving = new ArrayList<>(List.of(plan));
    saving.addAll(List.of("--out", saved.toString(), "-o", "json"));
    JsonNode effects =
        JSON.readTree(run(saving.toArray(String[]::new)).out()).at("/clusters/0/effects");
    assertThat(effects)
        .filteredOn(it -> it.path("namespace").asText().equals("shop"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.path("owner").asText()).isEqualTo("payments");
              assertThat(it.at("/location/line").asInt()).isEqualTo(5);
            });
    for (String format : List.of("text", "markdown", "html")) {
      assertThat(run("show", saved.toString(), "-o", format).out())
          .as(format)
          .contains("owner payments");
    }
    String[] explain = with("explain", "shop");
    explain[1] = "--file=" + folder;
    assertThat(run(explain).out()).contains("desired: yes, " + place + ", owner payments\n");
    List<String> json = new ArrayList<>(List.of(explain));
    json.addAll(List.of("-o", "json", "--cluster", "stage-01"));
    assertThat(JSON.readTree(run(json.toArray(String[]::new)).out()).path("owner").asText())
        .isEqualTo("payments");
  }

  @Test
  void helpAndVersionAreCommands() throws IOException {
    assertThat(run("help", "plan").out()).startsWith("Usage: logconfig plan [OPTIONS]");
    assertThat(run("help").out()).isEqualTo(run("--help").out()).contains("version", "show");
    Result mistyped = run("aply", "--help");
    assertThat(mistyped.status()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(mistyped.out()).isEmpty();
    assertThat(mistyped.err())
        .isEqualTo("logconfig: unknown command \"aply\"\nDid you mean apply?\n");
    assertThat(run("plan", "-f", "a", "-f", "b").err())
        .startsWith("logconfig: --file is given twice\n");
    assertThat(run("plan", "-f", "a", "--data=b").err())
        .startsWith("logconfig: --file and --data exclude each other\n");
    assertThat(run("version").out()).isEqualTo("logconfig " + Version.number() + "\n");
    assertThat(JSON.readTree(run("version", "-o", "json").out()).path("version").asText())
        .isEqualTo(Version.number());
  }

  private void desired(String... clusters) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            environments:
              - {name: staging, url: "https://abc12345.live.dynatrace.com"}
            clusters:
            """);
    for (String cluster : clusters) {
      text.append("  - {name: ")
          .append(cluster)
          .append(", environment: staging, namespaces: [a, b, c]}\n");
    }
    Files.writeString(folder.resolve("desired.yaml"), text);
  }

  /** Runs a command with a text as standard input, and with a format as its last argument. */
  private static Result withInput(String text, String[] command, String format) {
    String[] arguments = command.clone();
    arguments[arguments.length - 1] = format;
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private Result plan(String... more) {
    List<String> arguments = new ArrayList<>(List.of(with("plan")));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private String[] with(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                file(),
                "--endpoint=staging=" + simulator.baseUrl(),
                "--token-file=" + folder.resolve("token")));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private String file() {
    return "--file=" + folder.resolve("desired.yaml");
  }

  private static List<?> validate(String sarif) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMAS.resolve("sarif-subset.schema.json")), InputFormat.JSON)
        .validate(sarif, InputFormat.JSON);
  }

  private static void assertFitsJUnit(String xml) throws IOException, SAXException {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(SCHEMAS.resolve("junit-subset.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        LogConfigCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }
}
