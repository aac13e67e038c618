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
          .hasSize(12)
          .contains("c0/10-namespace-dynatrace.yaml", "c1/20-dynakube-dynakube.yaml")
          .anyMatch(name -> name.matches("c0/30-job-logconfig-[0-9a-f]{10}\\.yaml"));
    }
    assertThat(Files.readString(out.resolve("c0/10-namespace-dynatrace.yaml")))
        .startsWith("---\n")
        .contains("\"Namespace\"");
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
    for (String[] invalid :
        List.of(
            new String[] {},
            new String[] {"--cluster", "c0", "--operator-version", "9"},
            new String[] {"--cluster", "c0", "--api-version", "v9"},
            new String[] {
              "--cluster", "c0", "--operator-version", "1.5", "--api-version", "v1beta1"
            },
            new String[] {"--cluster", "c0", "--mode", "none"},
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
        Executable.run(Map.of(), "manifests", "--file", folder.resolve("desired.yaml").toString());
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
    return Executable.run(Map.of(), arguments.toArray(String[]::new));
  }
}
