package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.SimulatedWorkload;
import io.github.logconfig.simulator.SimulatedWorkload.ClusterAttributes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What verify and apply --verify=arrival print, and their exit codes. */
class VerifyCommandTest {

  private static final SimulatedEntity GROUP = SimulatedEntity.hostGroup("stage-01");
  private static final SimulatedEntity CLUSTER =
      SimulatedEntity.kubernetesCluster("dynakube", "uid-1");
  private static final SimulatedEntity HOST =
      SimulatedEntity.host("node-1").instanceOf(GROUP).inKubernetesCluster(CLUSTER);

  @TempDir private Path folder;
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final DynatraceSimulator simulator =
      DynatraceSimulator.builder()
          .entity(GROUP)
          .entity(CLUSTER)
          .entity(HOST)
          .recorder(
              exchange -> {
                if (exchange.path().endsWith("query:execute")) {
                  queries.add(exchange.requestBody());
                }
              })
          .start();

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void apply() throws IOException {
    Files.writeString(folder.resolve("token"), "dt0s16.PUBLIC.SECRET");
    desired("shop, bank");
    simulator.workloads(SimulatedWorkload.builder("shop", HOST).build());
    assertThat(run("apply", "--yes").status()).isZero();
    simulator.advance(Duration.ofMinutes(15));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private void desired(String namespaces) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: [%s]}]
        """
            .formatted(namespaces));
  }

  private Result run(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--file=" + folder.resolve("desired.yaml"),
                "--token-file=" + folder.resolve("token"),
                "--endpoint=staging=" + simulator.baseUrl()));
    arguments.addAll(List.of(more));
    return execute(arguments);
  }

  private static Result execute(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine logconfig = LogConfigCommand.commandLine(arguments.toArray(String[]::new));
    logconfig.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int status = logconfig.execute(arguments.toArray(String[]::new));
    return new Result(status, out.toString(), err.toString());
  }

  private static JsonNode json(Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  @Test
  void namesWhatIsSilentAndCountsWhatArrives() {
    Result result = run("verify");

    assertThat(result.out())
        .startsWith(
            """
            SILENT   1 namespace of 1 cluster: no record was seen, and no running workload is known
              stage-01: bank
            ARRIVES  1 namespace of 1 cluster: records were seen
            The rules of 1 cluster are as desired.
            2 namespaces: 1 arrives, 1 silent. 1 query scanned\
            """);
    assertThat(result.err())
        .contains("staging: reading the logs of the last 10 min", "scans at most 10 GiB")
        .endsWith(
            "logconfig: no running pods were read, so namespaces without logs are SILENT at most;"
                + " --check-workloads reads them\n");
    assertThat(result.status()).isZero();
    assertThat(run("verify", "--fail-on", "silent").status()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void doesNotStateWhetherRulesThatWereNotReadAreAsDesired() throws IOException {
    simulator.faults(Fault.on("GET /settings/objects").status(403));

    Result result = run("verify", "--output=json");

    assertThat(result.status()).isEqualTo(ExitCode.PERMISSION);
    assertThat(json(result).at("/rules").has("asDesired")).isTrue();
    assertThat(json(result).at("/rules/asDesired").isNull()).isTrue();
    assertThat(json(result).at("/clusters/0/namespaces/0/verdict").asText()).isEqualTo("UNKNOWN");
  }

  @Test
  void unknownFailsUnlessItIsAccepted() throws IOException {
    simulator.workloads(
        SimulatedWorkload.builder("shop", HOST).clusterAttributes(ClusterAttributes.NONE).build());

    Result result = run("verify", "--output=json");

    assertThat(result.status()).isEqualTo(ExitCode.FAILED);
    assertThat(json(result).at("/clusters/0/namespaces/1/verdict").asText()).isEqualTo("UNKNOWN");
    assertThat(json(result).at("/clusters/0/namespaces/1/reason").asText())
        .isEqualTo("legacy-attributes");
    assertThat(run("verify", "--fail-on=missing,leaks").status()).isZero();
  }

  @Test
  void missingPermissionIsAPermissionFailure() {
    simulator.queries(SimulatedQueries.DEFAULT.missingPermissions("storage:logs:read"));

    Result result = run("verify", "--fail-on=missing");

    assertThat(result.status()).isEqualTo(ExitCode.PERMISSION);
    assertThat(result.err()).contains("storage:logs:read");
    assertThat(result.out()).contains("UNKNOWN  2 namespaces of 1 cluster: the token may not read");
  }

  @Test
  void rulesOnlyNeedsNoQuery() throws IOException {
    simulator.clearRequests();
    assertThat(run("verify", "--rules-only").status()).isZero();
    desired("shop");
    Result changed = run("verify", "--rules-only");

    assertThat(changed.status()).isEqualTo(ExitCode.FAILED);
    assertThat(changed.out()).isEqualTo("The rules of 1 cluster are not as desired.\n");
    assertThat(changed.err()).contains("logconfig plan shows the changes");
    assertThat(run("verify", "--rules-only", "--output=html").out())
        .contains("<h1>The rules of 1 cluster are not as desired</h1>")
        .doesNotContain("0 of 0");
    assertThat(simulator.requests().keySet()).noneMatch(it -> it.contains("query"));
  }

  @Test
  void pageHasATableForEachVerdict() {
    assertThat(run("verify", "--output=html").out())
        .contains(
            "<h1>1 of 2 namespaces arrive</h1>",
            "<h2 class=\"gray\">SILENT: 1</h2>",
            "<th scope=\"row\" class=\"word\">shop</th>")
        .doesNotContain("<script");
  }

  @Test
  void applyVerifiesArrival() throws IOException {
    desired("shop");

    Result result = run("apply", "--yes", "--verify=arrival", "--no-wait", "--output=json");

    assertThat(json(result).at("/clusters/0/outcome").asText()).isEqualTo("applied");
    JsonNode namespaces = json(result).at("/arrival/clusters/0/namespaces");
    assertThat(namespaces).hasSize(2);
    assertThat(namespaces.at("/0/namespace").asText()).isEqualTo("bank");
    assertThat(namespaces.at("/0/reason").asText()).isEqualTo("too-early");
    assertThat(result.status()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void stagesKeepTheScanLimitOfTheVerification() throws IOException {
    Files.writeString(
        folder.resolve("logconfig.yaml"), "stages: [{name: all, arrival: {maxSilent: 2}}]");

    Result result =
        run(
            "apply",
            "--yes",
            "--staged",
            "--config=" + folder.resolve("logconfig.yaml"),
            "--verify=arrival",
            "--scan-limit=3",
            "--no-wait");

    assertThat(result.status()).isZero();
    assertThat(queries)
        .hasSize(2)
        .allSatisfy(query -> assertThat(query).contains("\"defaultScanLimitGbytes\":3"));
  }

  /** The pods of a fake API server, which runs the pods of every namespace. */
  @Test
  void namespacesWithRunningPodsAreMissing() throws IOException {
    try (KubernetesServer cluster = new KubernetesServer("uid-1")) {
      Path kubeconfig = cluster.kubeconfig(folder.resolve("kubeconfig"), "stage-01");
      String option = "--kubeconfig=" + kubeconfig;

      Result result = run("verify", "--check-workloads", option, "--sees-all-records");

      assertThat(result.out())
          .startsWith(
              """
              MISSING  1 namespace of 1 cluster: a workload runs, and no record was seen
                stage-01: bank
              """);
      assertThat(result.status()).isEqualTo(ExitCode.FAILED);
      assertThat(cluster.paths()).containsExactly("/api/v1/namespaces/bank/pods");
      Result hidden = run("verify", "--check-workloads", option);
      assertThat(hidden.out())
          .startsWith(
              "UNKNOWN  1 namespace of 1 cluster: a workload runs and no record was seen, but"
                  + " permissions may hide records");
      assertThat(hidden.err())
          .contains("if its policies allow all log records, add --sees-all-records")
          .doesNotContain("--check-workloads");

      cluster.forbidPods();
      Result denied = run("verify", "--check-workloads", option, "--output=json");

      assertThat(denied.status()).isZero();
      assertThat(json(denied).at("/clusters/0/namespaces/0/verdict").asText()).isEqualTo("SILENT");
      assertThat(json(denied).at("/clusters/0/workloadsUnread").asText())
          .matches(
              "http://\\S+: status 403: pods is forbidden; the credentials need the permission to"
                  + " list pods");
      assertThat(denied.err())
          .containsPattern(
              "logconfig: running pods cannot be read, so namespaces without logs are SILENT at"
                  + " most: cluster stage-01: http://\\S+: status 403: pods is forbidden");
    }
    assertThat(run("verify", "--kubeconfig=x").err()).contains("requires --kubernetes");
  }

  @Test
  void theKubernetesSourceReadsPodsOfItsNamespaces() throws IOException {
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging}]
        """);
    try (KubernetesServer cluster = new KubernetesServer("uid-1", "shop", "bank")) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--kubernetes=" + folder.resolve("clusters.yaml"),
                  "--kubeconfig=" + cluster.kubeconfig(folder.resolve("kubeconfig"), "stage-01"),
                  "--context=stage-01",
                  "--sees-all-records",
                  "--token-file=" + folder.resolve("token"),
                  "--endpoint=staging=" + simulator.baseUrl()));
      arguments.add(0, "verify");

      assertThat(execute(arguments).out()).startsWith("MISSING  1 namespace").contains("bank");
    }
  }

  @Test
  void leaksAreFoundAfterTheApplyingRun() throws IOException {
    simulator.workloads(
        SimulatedWorkload.builder("shop", HOST).build(),
        SimulatedWorkload.builder("bank", HOST).ruleDelay(Duration.ofHours(1)).build());
    simulator.advance(Duration.ofHours(1));
    desired("shop");
    Path plan = folder.resolve("plan.json");
    assertThat(run("plan", "--out=" + plan).status()).isEqualTo(ExitCode.CHANGES);
    assertThat(run("apply", "--yes").status()).isZero();
    Instant applied = simulator.now();
    simulator.advance(Duration.ofMinutes(30));
    List<String> arguments =
        List.of(
            "verify",
            "--plan=" + plan,
            "--token-file=" + folder.resolve("token"),
            "--endpoint=staging=" + simulator.baseUrl());

    Result tooEarly = execute(with(arguments, "--no-wait"));
    Result later = execute(with(arguments, "--applied-at=" + applied));

    assertThat(tooEarly.out())
        .contains("UNKNOWN  2 namespaces of 1 cluster: a change of the rules");
    assertThat(later.out())
        .contains(
            """
            LEAKS    1 namespace of 1 cluster: the logs should have stopped, and records were seen
              stage-01: bank
            """,
            "The rules of 1 cluster are as desired.",
            "2 namespaces: 1 arrives, 1 leaks. 1 query");
    assertThat(later.status()).isEqualTo(ExitCode.FAILED);
    assertThat(execute(with(arguments, "--applied-at=noon")).err())
        .contains("--applied-at", "\"noon\" is not a time; expected for example 2026-");
    assertThat(run("verify", "--plan=" + plan).err()).contains("--plan excludes --file");
    assertThat(run("verify", "--applied-at=" + applied).err()).contains("require --plan");
  }

  private static List<String> with(List<String> arguments, String more) {
    List<String> all = new ArrayList<>(arguments);
    all.add(more);
    return all;
  }

  @Test
  void aStageWithALimitOnArrivalReadsPods() throws IOException {
    Files.writeString(
        folder.resolve("logconfig.yaml"),
        """
        stages:
          - {name: first, clusters: [stage-01], arrival: {maxMissing: 0}}
        """);
    try (KubernetesServer cluster = new KubernetesServer("uid-1", "shop", "bank")) {
      String[] options = {
        "--config=" + folder.resolve("logconfig.yaml"),
        "--check-workloads",
        "--kubeconfig=" + cluster.kubeconfig(folder.resolve("kubeconfig"), "stage-01"),
        "--sees-all-records"
      };

      Result apply = run("apply", with(options, "--staged", "--yes", "--no-wait"));
      Result round = run("run", with(options, "--staged", "--once"));

      assertThat(apply.out())
          .contains(
              "first  failed  logs of 1 namespace are missing; the limit is 0: namespace bank");
      assertThat(apply.status()).isEqualTo(ExitCode.FAILED);
      assertThat(round.status()).as(round.err()).isEqualTo(ExitCode.FAILED);
      assertThat(run("apply", with(options, "--yes")).err()).contains("--verify=arrival");
      assertThat(run("run", with(options, "--once")).err()).contains("--verify-interval");
    }
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void optionsOfAVerificationRequireOne() {
    assertThat(run("apply", "--yes", "--check-workloads").err()).contains("--verify=arrival");
    assertThat(run("apply", "--yes", "--scan-limit=5").err()).contains("--verify=arrival");
    assertThat(run("run", "--scan-limit=5").err()).contains("--verify-interval");
    assertThat(run("run", "--once", "--verify-interval=1h").err()).contains("--once");
    assertThat(run("verify", "--scan-limit=0").err()).contains("--scan-limit", "1 to 1000000");
    assertThat(run("verify", "--window=1m").err()).contains("--window", "5 minutes to 24 hours");
    assertThat(run("verify", "--wait=1m", "--no-wait").status()).isEqualTo(ExitCode.INVALID_INPUT);
  }
}
