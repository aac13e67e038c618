package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogConfigJobTest {

  private static final Path GOLDEN = Path.of("src/test/resources/manifests/log-config-job.yaml");
  private static final LogConfigJob JOB =
      new LogConfigJob(
          "dynatrace",
          "dynatrace-log-config",
          "quay.io/example/logconfig:0.1.0",
          "dynatrace-token",
          "apiToken");

  @Test
  void rendersWhatIsKeptInTheGoldenFile() throws IOException {
    String yaml = ManifestYaml.of(JOB.manifests(cluster("github-mirror-stage", "glitchtip-stage")));
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(GOLDEN, yaml);
    }

    assertThat(yaml).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void aChangeOfTheNamespacesIsAnotherJobAndNothingElseIs() {
    assertThat(names(cluster("a", "b"))).isEqualTo(names(cluster("b", "a")));
    assertThat(names(cluster("a"))).isNotEqualTo(names(cluster("a", "b")));
    assertThat(names(cluster("a")).get(0)).matches("dynatrace-log-config-[0-9a-f]{10}");
  }

  @Test
  void namesFitIntoKubernetes() {
    LogConfigJob longest = new LogConfigJob("dynatrace", "p".repeat(52), "image", "secret", "key");
    LogConfigJob tooLong = new LogConfigJob("dynatrace", "p".repeat(53), "image", "secret", "key");

    assertThat(longest.manifests(cluster()).get(0).getMetadata().getName()).hasSize(63);
    assertThatThrownBy(() -> tooLong.manifests(cluster()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("job name prefix");
  }

  private static List<String> names(DesiredCluster cluster) {
    return JOB.manifests(cluster).stream()
        .map(HasMetadata::getMetadata)
        .map(metadata -> metadata.getName())
        .toList();
  }

  private static DesiredCluster cluster(String... namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName("app-sre-stage-01"))
        .environment(Environment.of("staging", "https://abc12345.live.dynatrace.com"))
        .addAllNamespaces(Arrays.stream(namespaces).map(NamespaceName::new).toList())
        .build();
  }
}
