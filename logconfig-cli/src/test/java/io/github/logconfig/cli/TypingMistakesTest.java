package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.SimulatedEntity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Desired namespaces that do not exist are reported with similar names, and block nothing. */
class TypingMistakesTest {

  @TempDir private Path folder;
  private HttpServer cluster;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void start() throws IOException {
    cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster.createContext(
        "/api/v1/namespaces",
        exchange -> {
          boolean allowed =
              !String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                  .endsWith("nobody");
          byte[] body =
              """
              {"kind": "NamespaceList", "metadata": {}, "items": [
                {"metadata": {"name": "kube-system", "uid": "uid-1"}},
                {"metadata": {"name": "payments", "uid": "uid-2"}},
                {"metadata": {"name": "shop", "uid": "uid-3"}}]}
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(allowed ? 200 : 403, allowed ? body.length : -1);
          if (allowed) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    cluster.start();
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: somebody}}, {name: n, user: {token: nobody}}]
        contexts:
          - {name: stage-01, context: {cluster: c, user: u}}
          - {name: denied, context: {cluster: c, user: n}}
        """
            .formatted(cluster.getAddress().getPort()));
    Files.writeString(folder.resolve("token"), "dt0c01.PUBLIC.SECRET");
    desired("- {name: stage-01, environment: staging, namespaces: [paymnets, shop, new]}\n");
  }

  @AfterEach
  void stop() {
    cluster.stop(0);
  }

  @Test
  void validateComparesWithTheCluster() throws IOException {
    Result text = validate();

    assertThat(text.status()).isEqualTo(ExitCode.DONE);
    assertThat(text.out())
        .isEqualTo(
            """
            Valid: 1 environment, 1 cluster, 3 namespaces.
            Compared with the namespaces of 1 of 1 cluster: 2 namespaces do not exist.
            """);
    String place = "logconfig: warning: " + folder.resolve("desired.yaml") + ":3: namespace ";
    assertThat(text.err())
        .isEqualTo(
            place
                + "new does not exist in cluster stage-01\n"
                + place
                + "paymnets does not exist in cluster stage-01; did you mean payments?\n");
    assertThat(validate("-o", "github").out())
        .contains("::warning file=" + folder.resolve("desired.yaml") + ",line=3,", "payments?");
    JsonNode json = new ObjectMapper().readTree(validate("-o", "json").out());
    assertThat(json.path("checkedClusters").asInt()).isEqualTo(1);
    assertThat(json.path("unknownNamespaces").asInt()).isEqualTo(2);
    assertThat(run("validate", file()).out())
        .as("reads no cluster unless asked to")
        .isEqualTo("Valid: 1 environment, 1 cluster, 3 namespaces.\n");
  }

  @Test
  void validateSaysWhichClustersAreNotCompared() throws IOException {
    desired(
        """
        - {name: stage-01, environment: staging, namespaces: [shop]}
        - {name: stage-02, environment: staging, namespaces: [shop]}
        - name: denied
          environment: staging
          namespaces: [shop]
        """);

    Result result = validate();

    assertThat(result.status()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).endsWith("of 1 of 3 clusters: all exist.\n");
    assertThat(result.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("logconfig: namespaces of cluster denied are not checked: ")
                    .contains("http://127.0.0.1:", ": status 403")
                    .endsWith("; the credentials need the permission to list namespaces"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "logconfig: namespaces of cluster stage-02 are not checked: the kubeconfig"
                            + " has no context \"stage-02\""));
    Result denied = validate("--cluster", "denied");
    assertThat(denied.out()).endsWith("Not compared with the namespaces of any cluster.\n");
    assertThat(denied.err()).doesNotContain("does not exist");
    JsonNode totals = new ObjectMapper().readTree(validate("-o", "json").out());
    assertThat(totals.path("checkedClusters").asInt()).isEqualTo(1);
    assertThat(totals.path("uncheckedClusters").asInt()).isEqualTo(2);
    assertThat(validate("--context", "stage-01").err())
        .isEqualTo(
            "logconfig: --context \"stage-01\" requires one cluster, but 3 are selected; select one"
                + " with --cluster\n");
    assertThat(validate("--context", "stage-01", "--cluster", "stage-02").out())
        .endsWith("of 1 of 1 cluster: all exist.\n");
  }

  @Test
  void validateDoesNotCompareWithAnotherCluster() throws IOException {
    desired(
        "- {name: stage-01, environment: staging, kubernetesCluster: {uid: x}, namespaces: [a]}\n");

    assertThat(validate().err())
        .isEqualTo(
            "logconfig: namespaces of cluster stage-01 are not checked: context \"stage-01\" is"
                + " another cluster: its UID is \"uid-1\", expected x\n");
    assertThat(run("validate", "--check-namespaces", "--kubernetes=" + clusters()).err())
        .contains("--check-namespaces excludes --kubernetes");
  }

  @Test
  void doctorComparesWithWhatDynatraceHasSeen() throws IOException {
    SimulatedEntity stage = SimulatedEntity.kubernetesCluster("stage-01", "uid-1");
    SimulatedEntity other = SimulatedEntity.kubernetesCluster("other", "uid-2");
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder()
            .hostGroup("stage-01")
            .hostGroup("stage-02")
            .entity(stage)
            .entity(other)
            .entity(SimulatedEntity.kubernetesNamespace("payments", stage))
            .entity(SimulatedEntity.kubernetesNamespace("shop", other))
            .start()) {
      desired(
          """
          - name: stage-01
            environment: staging
            kubernetesCluster: {uid: uid-1}
            namespaces: [paymnets, shop]
          - {name: stage-02, environment: staging, namespaces: [shop, shpo]}
          """);
      String namespaces = ": namespaces: Dynatrace has not seen namespace ";

      Result doctor = doctor(simulator);

      assertThat(doctor.status()).as(doctor.err()).isEqualTo(ExitCode.DONE);
      assertThat(doctor.out().lines().filter(line -> line.contains("namespaces:")))
          .map(line -> line.split("; correct", -1)[0])
          .containsExactly(
              "warning  cluster stage-01"
                  + namespaces
                  + "paymnets in this cluster; did you mean payments?",
              "warning  cluster stage-01" + namespaces + "shop in this cluster",
              "warning  cluster stage-02"
                  + namespaces
                  + "shpo in environment staging; did you mean shop?");
      assertThat(doctor.out())
          .contains("correct the name at " + folder.resolve("desired.yaml") + ":6, or ignore this");
    }
  }

  @Test
  void doctorSaysThatItMayNotReadNamespaces() throws IOException {
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().hostGroup("stage-01").start()) {
      simulator.faults(
          Fault.on("GET /api/v2/entities").nth(2).status(403)); // the first asks for host groups

      Result doctor = doctor(simulator);

      assertThat(doctor.status()).as(doctor.err()).isEqualTo(ExitCode.DONE);
      assertThat(doctor.out())
          .contains(
              "warning  environment staging: namespaces: not checked whether Dynatrace has seen the"
                  + " desired namespaces: ",
              "give the token the scope entities.read")
          .doesNotContain("has not seen namespace");
    }
  }

  @Test
  void doctorSaysNothingAboutNamespacesThatItCannotRead() throws IOException {
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().hostGroup("stage-01").start()) {
      assertThat(doctor(simulator, "--verbose").out())
          .contains("ok       cluster stage-01: rules")
          .doesNotContain("namespaces:");
    }
  }

  private Result validate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "validate",
                "--check-namespaces",
                file(),
                "--kubeconfig=" + folder.resolve("kubeconfig")));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private Result doctor(DynatraceSimulator simulator, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "doctor",
                file(),
                "--endpoint=staging=" + simulator.baseUrl(),
                "--token-file=" + folder.resolve("token")));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private String file() {
    return "--file=" + folder.resolve("desired.yaml");
  }

  private Path clusters() throws IOException {
    return Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: []
        """);
  }

  private void desired(String clusters) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        "environments: [{name: staging, url: \"https://abc12345.live.dynatrace.com\"}]\nclusters:\n"
            + clusters);
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
