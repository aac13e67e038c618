package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterManifestsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/manifests");

  @ParameterizedTest
  @ValueSource(strings = {"1.11", "1.4", "0.12"})
  void rendersTheGoldenFiles(String release) throws IOException {
    Map<String, String> files =
        Samples.everything(OperatorRelease.parse(release))
            .files(Samples.cluster("github-mirror-stage", "glitchtip-stage"));
    Path folder = GOLDEN.resolve("operator-" + release);
    if (Boolean.getBoolean("update.golden")) {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }

    assertThat(files).isEqualTo(read(folder));
  }

  @Test
  void rendersTheJobOnlyByDefault() {
    ClusterManifests jobOnly =
        new ClusterManifests(
            Optional.empty(), Optional.empty(), Samples.JOB, Optional.empty(), Optional.empty());

    assertThat(jobOnly.files(Samples.cluster())).containsOnlyKeys("30-log-config.yaml");
  }

  @Test
  void rendersOneFolderPerCluster() {
    assertThat(
            Samples.everything(OperatorRelease.NEWEST)
                .files(
                    List.of(
                        Samples.clusterOf("one", "staging", "a"),
                        Samples.clusterOf("two", "production", "a")))
                .keySet())
        .contains("one/20-dynakube.yaml", "two/20-dynakube.yaml")
        .hasSize(10);
  }

  @Test
  void refusesAClusterWithTwoEnvironments() {
    ClusterManifests manifests = Samples.everything(OperatorRelease.NEWEST);
    DesiredCluster staging = Samples.clusterOf("one", "staging", "a");

    assertThatThrownBy(
            () -> manifests.files(List.of(staging, Samples.clusterOf("one", "production", "b"))))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "environment of cluster one \"production\" is not that of the cluster, which is"
                + " staging: a host runs one OneAgent, and that reports to one environment");
    assertThatThrownBy(() -> manifests.files(List.of(staging, staging)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("listed once");
  }

  @ParameterizedTest
  @CsvSource({
    "0.12, v1beta1, false",
    "0.15, v1beta1, false",
    "1.0, v1beta1, true",
    "1.1, v1beta1, true",
    "1.3, v1beta2, true",
    "1.4, v1beta3, true",
    "1.5, v1beta4, true",
    "1.6, v1beta5, true",
    "1.7, v1beta5, true",
    "1.9, v1beta6, true",
    "1.10.2, v1beta6, true",
    "1.11, v1beta6, true",
  })
  void writesDynaKubesInTheStorageVersion(String text, String stored, boolean hostGroup) {
    OperatorRelease release = OperatorRelease.parse(text);
    String yaml = ManifestYaml.of(List.of(DynaKube.of(release, "t").manifest(Samples.cluster())));

    assertThat(yaml).contains("apiVersion: \"dynatrace.com/" + stored + "\"");
    assertThat(yaml.contains("hostGroup: \"app-sre-stage-01\"")).isEqualTo(hostGroup);
    assertThat(yaml.contains("\"--set-host-group=app-sre-stage-01\"")).isEqualTo(!hostGroup);
  }

  @Test
  void refusesVersionsThatTheReleaseDoesNotServe() {
    assertThatThrownBy(
            () ->
                new DynaKube(
                    "dynatrace",
                    Optional.empty(),
                    OperatorRelease.parse("1.10"),
                    DynaKubeVersion.V1BETA1,
                    DynaKube.Mode.CLOUD_NATIVE_FULL_STACK,
                    Set.of(),
                    "token",
                    Optional.empty()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "DynaKube version \"v1beta1\" is not served by operator 1.10, which serves v1beta5,"
                + " v1beta6");
    for (String release : List.of("0.11", "1.12", "2.0", "latest", "1.10; rm")) {
      assertThatThrownBy(() -> OperatorRelease.parse(release))
          .isInstanceOf(InvalidValueException.class);
    }
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }
}
