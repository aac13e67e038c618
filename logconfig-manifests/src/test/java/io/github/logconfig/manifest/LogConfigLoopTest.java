package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogConfigLoopTest {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private static final SortedMap<EnvironmentName, String> TOKENS =
      new TreeMap<>(
          Map.of(
              new EnvironmentName("staging"), "stage-token",
              new EnvironmentName("production"), "prod-token"));

  @Test
  void rendersOneDeploymentPerShard() {
    List<Deployment> deployments = deployments(loop("loop", 3, Duration.ofMinutes(5)));

    assertThat(deployments)
        .extracting(it -> it.getMetadata().getName())
        .containsExactly("loop-0", "loop-1", "loop-2");
    assertThat(variables(deployments.get(2)))
        .containsEntry("SHARDS", "3")
        .containsEntry("SHARD_ID", "2")
        .containsEntry("SLEEP_DURATION_SECS", "300")
        .containsEntry("DRY_RUN", "--dry-run")
        .containsEntry("CONFIG", "/config/config.toml");
    assertThat(deployments)
        .extracting(it -> it.getSpec().getSelector().getMatchLabels())
        .doesNotHaveDuplicates();
    assertThat(deployments(loop("loop", 1, Duration.ofSeconds(1))))
        .extracting(it -> it.getMetadata().getName())
        .containsExactly("loop");
  }

  @Test
  void readsTokensFromFilesOnly() {
    Deployment deployment = deployments(loop("loop", 1, Duration.ofMinutes(1))).get(0);

    assertThat(container(deployment).getArgs())
        .containsExactly(
            "run",
            "--token-file",
            "production=/token/prod-token",
            "--token-file",
            "staging=/token/stage-token");
    assertThat(variables(deployment)).doesNotContainKey("DYNATRACE_API_TOKEN");
  }

  @Test
  void selectsEveryShardInTheMonitor() throws IOException {
    LogConfigLoop loop = loop("loop", 2, Duration.ofMinutes(1));
    JsonNode monitor = YAML.readTree(ManifestYaml.write(loop.podMonitor()));

    assertThat(monitor.at("/spec/selector/matchLabels")).isNotEmpty();
    for (Deployment deployment : deployments(loop)) {
      assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
          .containsAllEntriesOf(
              YAML.convertValue(monitor.at("/spec/selector/matchLabels"), STRINGS));
      assertThat(container(deployment).getPorts().get(0).getName())
          .isEqualTo(monitor.at("/spec/podMetricsEndpoints/0/port").textValue());
    }
  }

  @Test
  void refusesValuesOutOfRange() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> loop("Loop", 1, Duration.ofMinutes(1)),
            () -> loop("l".repeat(51), 1, Duration.ofMinutes(1)),
            () -> loop("loop", 0, Duration.ofMinutes(1)),
            () -> loop("loop", 101, Duration.ofMinutes(1)),
            () -> loop("loop", 1, Duration.ZERO),
            () -> loop("loop", 1, Duration.ofMillis(1_500)))) {
      assertThatThrownBy(wrong::run).isInstanceOf(InvalidValueException.class);
    }
    assertThatThrownBy(
            () ->
                new LogConfigLoop(
                    "dynatrace",
                    "loop",
                    "image",
                    "config",
                    "tokens",
                    new TreeMap<>(),
                    Duration.ofMinutes(1),
                    1,
                    LogConfigLoop.Writing.APPLY))
        .hasMessageContaining("one for each environment");
  }

  private static LogConfigLoop loop(String name, int shards, Duration interval) {
    return new LogConfigLoop(
        "dynatrace",
        name,
        "image",
        "config",
        "tokens",
        TOKENS,
        interval,
        shards,
        LogConfigLoop.Writing.DRY_RUN);
  }

  private static List<Deployment> deployments(LogConfigLoop loop) {
    return loop.manifests().stream().map(Deployment.class::cast).toList();
  }

  private static Container container(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  private static Map<String, String> variables(Deployment deployment) {
    Map<String, String> variables = new TreeMap<>();
    for (EnvVar variable : container(deployment).getEnv()) {
      variables.put(variable.getName(), variable.getValue());
    }
    return variables;
  }
}
