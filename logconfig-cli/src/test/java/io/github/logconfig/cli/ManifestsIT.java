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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsIT {

  private static final String IMAGE = "quay.io/example/logconfig:1";

  @TempDir private Path folder;

  @BeforeEach
  void desired() throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: c0, environment: staging, namespaces: [a]}
          - {name: c1, environment: staging, namespaces: [b]}
        """);
  }

  @Test
  void printsObjectsInOrderOfDeployment() {
    Result result = manifests("--cluster", "c0");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out().lines().filter(line -> line.startsWith("kind: ")))
        .containsExactly(
            "kind: \"Namespace\"",
            "kind: \"OperatorGroup\"",
            "kind: \"Subscription\"",
            "kind: \"DynaKube\"",
            "kind: \"ConfigMap\"",
            "kind: \"Job\"");
    assertThat(manifests("--cluster", "c0").out()).isEqualTo(result.out());
  }

  @Test
  void rendersAllOptionalObjects() throws IOException {
    Result result =
        manifests(
            "--cluster",
            "c0",
            "--output",
            "json",
            "--operator-version",
            "1.7.2",
            "--api-version",
            "v1beta4",
            "--mode",
            "cloud-native",
            "--cron",
            "17 * * * *",
            "--alert-runbook",
            "https://example.com/runbook",
            "--alert-service",
            "my-service",
            "--loop-config-secret",
            "config",
            "--loop-token",
            "staging=staging-token",
            "--loop-shards",
            "2");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    JsonNode items = new ObjectMapper().readTree(result.out()).path("items");
    assertThat(StreamSupport.stream(items.spliterator(), false))
        .extracting(item -> item.path("kind").asText())
        .contains("CronJob", "PrometheusRule", "PodMonitor")
        .filteredOn("Deployment"::equals)
        .hasSize(2);
    assertThat(items.findValues("labels"))
        .hasSizeGreaterThan(3)
        .allSatisfy(
            labels ->
                assertThat(labels.properties().stream().map(Map.Entry::getKey).toList())
                    .isSorted());
    assertThat(result.out())
        .contains(
            "dynatrace.com/v1beta4", "cloudNativeFullStack", "my-service", "v1.7.2", "SHARD_ID");
  }

  @Test
  void writesFilesWithStableNames() throws IOException {
    Path out = folder.resolve("out");

    assertThat(manifests("--out-dir", out.toString()).exitCode()).isEqualTo(ExitCode.DONE);

    try (Stream<Path> files = Files.walk(out).filter(Files::isRegularFile).sorted()) {
      assertThat(files.map(file -> out.relativize(file).toString()).toList())
          .hasSize(13)
          .contains(
              ".logconfig-manifests", "c0/10-namespace-dynatrace.yaml", "c1/20-dynakube-c1.yaml")
          .anyMatch(name -> name.matches("c0/30-job-logconfig-[0-9a-f]{10}\\.yaml"));
    }
    assertThat(Files.readString(out.resolve("c0/10-namespace-dynatrace.yaml")))
        .startsWith("---\n")
        .contains("\"Namespace\"");
  }

  @Test
  void removesOnlyFilesThatItHasRendered() throws IOException {
    Path out = folder.resolve("out");
    manifests("--out-dir", out.toString());
    Files.writeString(out.resolve("c1/kustomization.yaml"), "resources: []");
    Files.writeString(out.resolve("c0/10-namespace-dynatrace.yaml"), "edited");
    Path outside = Files.writeString(folder.resolve("outside.yaml"), "kept");
    String digest = "0".repeat(64);
    Files.writeString(
        out.resolve(".logconfig-manifests"),
        Files.readString(out.resolve(".logconfig-manifests")) + digest + "  ../outside.yaml\n");

    Result selected =
        manifests("--cluster", "c0", "--install", "none", "--out-dir", out.toString());
    assertThat(selected.exitCode()).as(selected.err()).isEqualTo(ExitCode.DONE);
    assertThat(selected.err())
        .contains(
            "c0/10-namespace-dynatrace.yaml is no longer rendered, but kept because it was edited");
    assertThat(names(out))
        .contains("c1/20-dynakube-c1.yaml", "c0/10-namespace-dynatrace.yaml")
        .doesNotContain("c0/10-subscription-dynatrace-operator.yaml");

    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: c0, environment: staging, namespaces: [a, b]}
        """);
    assertThat(manifests("--install", "none", "--out-dir", out.toString()).exitCode()).isZero();
    assertThat(names(out))
        .hasSize(6)
        .contains(
            ".logconfig-manifests",
            "c0/10-namespace-dynatrace.yaml",
            "c0/20-dynakube-c0.yaml",
            "c1/kustomization.yaml");
    assertThat(outside).hasContent("kept");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile).sorted()) {
      return files.map(file -> directory.relativize(file).toString()).toList();
    }
  }

  @Test
  void pinsANamedVersionOfTheOperator() {
    String pinned = manifests("--cluster", "c0", "--operator-version", "1.4").out();
    assertThat(pinned)
        .contains(
            "installPlanApproval: \"Manual\"",
            "startingCSV: \"dynatrace-operator.v1.4.2\"",
            "dynatrace.com/v1beta3");
    assertThat(manifests("--cluster", "c0").out())
        .contains("installPlanApproval: \"Automatic\"", "dynatrace.com/v1beta6")
        .doesNotContain("startingCSV");

    Result helm = manifests("--cluster", "c0", "--operator-version", "1.10.1", "--install", "helm");
    assertThat(helm.out()).doesNotContain("Subscription").contains("\"Namespace\"");
    assertThat(helm.err())
        .isEqualTo(
            "logconfig: install the operator before the DynaKube: helm upgrade --install"
                + " dynatrace-operator oci://public.ecr.aws/dynatrace/dynatrace-operator --version"
                + " 1.10.1 --namespace dynatrace --create-namespace --atomic\n");
  }

  @Test
  void patchesAndRendersALogOnlyCluster() throws IOException {
    Path patch =
        Files.writeString(
            folder.resolve("patch.yaml"),
            "{kind: DynaKube, spec: {networkZone: zone-1}}\n---\n{kind: Job, spec:"
                + " {backoffLimit: 1}}\n");
    Result result =
        manifests(
            "--cluster",
            "c0",
            "--mode",
            "log-only",
            "--log-image",
            "registry.example.com/log:1",
            "--dynakube-name",
            "dynakube",
            "--patch",
            patch.toString());

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out())
        .contains(
            "networkZone: \"zone-1\"",
            "backoffLimit: 1\n",
            "ingestRuleMatchers",
            "automatic-kubernetes-api-monitoring-cluster-name: \"c0\"")
        .doesNotContain("hostMonitoring", "oneAgent");
  }

  @Test
  void rendersTheLoopForOtherSources() {
    Result result =
        manifests(
            "--cluster",
            "c0",
            "--loop-source",
            "kubernetes",
            "--loop-config-map",
            "config",
            "--loop-token",
            "staging=staging-token");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out())
        .contains("/config/clusters.yaml", "kind: \"ClusterRoleBinding\"", "kind: \"PodMonitor\"");
  }

  @Test
  void rendersALoopThatReadsPods() {
    String[] loop = {
      "--cluster=c0",
      "--loop-config-secret=config",
      "--loop-token=staging=token",
      "--loop-verify-interval=1h",
      "--loop-check-workloads"
    };

    assertThat(manifests(loop).out())
        .contains("- \"--check-workloads\"", "kind: \"ClusterRoleBinding\"", "- \"pods\"");
    assertThat(
            manifests(
                    Stream.concat(Stream.of(loop), Stream.of("--loop-kubeconfig=kubeconfig"))
                        .toArray(String[]::new))
                .out())
        .contains("- \"--check-workloads\"", "- \"/config/kubeconfig\"")
        .doesNotContain("ClusterRole");
  }

  @Test
  void rendersAStagedJobThatReadsPods() throws IOException {
    Path stages = folder.resolve("logconfig.yaml");
    Files.writeString(stages, "stages: [{name: first, clusters: [c0], arrival: {maxMissing: 0}}]");
    String[] job = {
      "--config=" + stages, "--indexed=2", "--staged", "--job-kubeconfig-secret=clusters"
    };

    assertThat(manifests(job).out())
        .contains(
            "- \"--check-workloads\"", "- \"/kubeconfig/kubeconfig\"", "secretName: \"clusters\"");

    Files.writeString(stages, "stages: [{name: first, clusters: [c0]}]");
    assertThat(manifests(job).err())
        .isEqualTo(
            "logconfig: stages \"first, rest\" is not a rollout with a limit on arrival, which the"
                + " checks are for\n");
  }

  @Test
  void rendersHowJobAndLoopConnect() {
    Result result =
        manifests(
            "--cluster=c0",
            "--without=operator",
            "--without=dynakube",
            "--endpoint=staging=https://activegate.example.com:9999/e/1",
            "--oauth-client=dt0s02.ABC",
            "--oauth-scope=settings:objects:read",
            "--pod-proxy-secret=proxy:url",
            "--pod-no-proxy=.svc",
            "--pod-ca-config-map=company-ca",
            "--pod-client-certificate-secret=client",
            "--loop-source=graphql:https://qontract.example.com/graphql",
            "--loop-token=staging=staging");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    int job = result.out().indexOf("kind: \"Job\"");
    int loop = result.out().indexOf("kind: \"Deployment\"");
    for (String pod : List.of(result.out().substring(job, loop), result.out().substring(loop))) {
      assertThat(pod)
          .contains(
              "- \"staging=https://activegate.example.com:9999/e/1\"",
              "dt0s02.ABC\"",
              "- \"settings:objects:read\"",
              "name: \"HTTPS_PROXY\"",
              "key: \"url\"",
              "name: \"NO_PROXY\"",
              "value: \"/authorities/ca-bundle.crt\"",
              "- \"/client-certificate/tls.crt\"",
              "secretName: \"client\"")
          .doesNotContain("--token-file");
    }
  }

  @Test
  void rendersIndexedJobForAllClusters() {
    Result result = manifests("--indexed", "2");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("completionMode: \"Indexed\"", "completions: 2");
  }

  @Test
  void rejectsInvalidOptionsAndWritesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path patch =
        Files.writeString(folder.resolve("patch.yaml"), "{kind: DynaKube, spec: {onAgent: {}}}");
    for (String[] invalid :
        List.of(
            new String[] {},
            new String[] {"--cluster", "c0", "--operator-version", "9"},
            new String[] {"--cluster", "c0", "--api-version", "v9"},
            new String[] {
              "--cluster", "c0", "--operator-version", "1.7", "--api-version", "v1beta1"
            },
            new String[] {"--cluster", "c0", "--mode", "none"},
            new String[] {"--cluster", "c0", "--mode", "log-only"},
            new String[] {"--cluster", "c0", "--log-image", "a:1"},
            new String[] {"--cluster", "c0", "--install", "yum"},
            new String[] {"--cluster", "c0", "--patch", "missing.yaml"},
            new String[] {"--cluster", "c0", "--patch", patch.toString()},
            new String[] {"--cluster", "c0", "--loop-source", "file"},
            new String[] {"--cluster", "c0", "--loop-claim", "x"},
            new String[] {"--cluster", "c0", "--loop-check-workloads"},
            new String[] {
              "--cluster",
              "c0",
              "--loop-config-secret=x",
              "--loop-token=staging=x",
              "--loop-check-workloads"
            },
            new String[] {"--cluster", "c0", "--job-kubeconfig-secret", "x"},
            new String[] {"--indexed", "2", "--job-sees-all-records"},
            new String[] {"--cluster", "c0", "--loop-config-secret", "x", "--loop-config-map", "x"},
            new String[] {"--cluster", "c0", "--without", "job"},
            new String[] {"--cluster", "c0", "--cron", "often"},
            new String[] {"--cluster", "c0", "--namespace", "A"},
            new String[] {"--cluster", "c0", "--alert-runbook", "http://x"},
            new String[] {"--cluster", "c0", "--loop-token", "staging=x"},
            new String[] {"--cluster", "c0", "--loop-config-secret", "x"},
            new String[] {"--loop-config-secret", "x", "--out-dir", folder.toString()},
            new String[] {"--indexed", "0"},
            new String[] {"--out-dir", file.toString()})) {
      Result result = manifests(invalid);
      assertThat(result.exitCode())
          .as(String.join(" ", invalid) + result.err())
          .isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(result.err()).startsWith("logconfig: ");
      assertThat(result.out()).isEmpty();
    }
    Result withoutImage =
        Executable.inProcess(
            Map.of(), "manifests", "--file", folder.resolve("desired.yaml").toString());
    assertThat(withoutImage.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(withoutImage.err()).contains("--image");
  }

  private Result manifests(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "manifests",
                "--file",
                folder.resolve("desired.yaml").toString(),
                "--image",
                IMAGE));
    arguments.addAll(List.of(more));
    return Executable.inProcess(Map.of(), arguments.toArray(String[]::new));
  }
}
