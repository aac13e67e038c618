package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
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
                    LoopSource.graphQlConfig("config"),
                    "tokens",
                    new TreeMap<>(),
                    Duration.ofMinutes(1),
                    1,
                    LogConfigLoop.Writing.APPLY,
                    Optional.empty(),
                    PodConnection.DIRECT))
        .hasMessageContaining("one for each environment");
  }

  @Test
  void rendersEverySource() {
    assertThat(loopsOfAllSources())
        .extracting(loop -> container(deployments(loop).get(0)).getArgs().subList(0, 3))
        .containsExactly(
            List.of("run", "--token-file", "production=/token/prod-token"),
            List.of("run", "--graphql", "http://qontract:4000/graphql"),
            List.of("run", "--file", "/config/desired.yaml"),
            List.of("run", "--data", "/config/repository/data"),
            List.of("run", "--bundle", "/config/data.json"),
            List.of("run", "--kubernetes", "/config/clusters.yaml"),
            List.of("run", "--kubernetes", "/config/clusters.yaml"),
            List.of("run", "--source", "teams:https://teams.example.com"));
  }

  @Test
  void readsTheOwnClusterWithAServiceAccount() {
    LogConfigLoop own = loopsOfAllSources().get(5);
    LogConfigLoop others = loopsOfAllSources().get(6);

    assertThat(own.manifests())
        .extracting(HasMetadata::getKind)
        .containsExactly("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Deployment");
    assertThat(deployments(own).get(0).getSpec().getTemplate().getSpec())
        .returns("loop", PodSpec::getServiceAccountName)
        .returns(true, PodSpec::getAutomountServiceAccountToken);
    assertThat(others.manifests()).extracting(HasMetadata::getKind).containsExactly("Deployment");
    assertThat(container(deployments(others).get(0)).getArgs())
        .containsSequence("--kubeconfig", "/config/kubeconfig");
    assertThat(deployments(others).get(0).getSpec().getTemplate().getSpec())
        .returns(null, PodSpec::getServiceAccountName)
        .returns(false, PodSpec::getAutomountServiceAccountToken);
  }

  private static LogConfigLoop verifying(LoopSource source, boolean checksWorkloads) {
    LogConfigLoop plain = loop("loop", 1, Duration.ofMinutes(1));
    return new LogConfigLoop(
        plain.namespace(),
        plain.name(),
        plain.image(),
        source,
        plain.tokenSecret(),
        plain.tokenKeys(),
        plain.interval(),
        plain.shards(),
        plain.writing(),
        Optional.of(new LogConfigLoop.Arrival(Duration.ofHours(1), checksWorkloads, true)),
        plain.connection());
  }

  @Test
  void aLoopThatReadsNamespacesAlsoReadsPodsToVerifyArrival() {
    LogConfigLoop plain = loopsOfAllSources().get(5);
    LogConfigLoop verifying = verifying(plain.source(), false);

    assertThat(container(deployments(verifying).get(0)).getArgs())
        .endsWith("--verify-interval", "3600s", "--sees-all-records");
    assertThat(permissions(verifying))
        .containsExactly("[namespaces] [get, list, watch]", "[pods] [list]");
    assertThat(permissions(plain)).containsExactly("[namespaces] [get, list, watch]");
  }

  @Test
  void aLoopOfAnySourceReadsPodsOfItsOwnClusterToVerifyArrival() {
    LogConfigLoop verifying = verifying(source("graphql:http://qontract:4000/graphql"), true);

    assertThat(container(deployments(verifying).get(0)).getArgs())
        .endsWith("--verify-interval", "3600s", "--check-workloads", "--sees-all-records");
    assertThat(permissions(verifying)).containsExactly("[namespaces] [list]", "[pods] [list]");
    assertThat(deployments(verifying).get(0).getSpec().getTemplate().getSpec())
        .returns("loop", PodSpec::getServiceAccountName)
        .returns(true, PodSpec::getAutomountServiceAccountToken);
    assertThat(verifying(source("file"), false).manifests())
        .extracting(HasMetadata::getKind)
        .containsExactly("Deployment");
  }

  @Test
  void aLoopReadsPodsOfOtherClustersByAKubeconfig() {
    LoopSource source = LoopSource.parse("graphql-config", storage(), Optional.of("kubeconfig"));
    LogConfigLoop verifying = verifying(source, true);

    assertThat(verifying.manifests())
        .extracting(HasMetadata::getKind)
        .containsExactly("Deployment");
    assertThat(container(deployments(verifying).get(0)).getArgs())
        .containsSequence("run", "--kubeconfig", "/config/kubeconfig")
        .contains("--check-workloads");
    assertThatThrownBy(() -> verifying(source, false))
        .hasMessage(
            "kubeconfig of the loop \"kubeconfig\" is not used: it is for the source kubernetes,"
                + " and to check workloads");
  }

  private static List<String> permissions(LogConfigLoop loop) {
    ClusterRole role = (ClusterRole) loop.manifests().get(1);
    return role.getRules().stream().map(it -> it.getResources() + " " + it.getVerbs()).toList();
  }

  @Test
  void takesTheGraphQlTokenFromTheSecret() {
    Deployment deployment = deployments(loopsOfAllSources().get(1)).get(0);

    assertThat(container(deployment).getEnv().get(0).getName()).isEqualTo("GRAPHQL_TOKEN");
    assertThat(container(deployment).getEnv().get(0).getValueFrom().getSecretKeyRef())
        .returns("tokens", SecretKeySelector::getName)
        .returns(true, SecretKeySelector::getOptional);
  }

  @Test
  void refusesIncompleteSources() {
    assertThatThrownBy(() -> LoopSource.parse("file", Optional.empty(), Optional.empty()))
        .hasMessageContaining("name a secret, a config map or a claim");
    assertThatThrownBy(() -> LoopSource.parse("git", Optional.empty(), Optional.empty()))
        .hasMessageContaining("one of graphql-config, graphql, file, data, bundle");
    assertThatThrownBy(
            () -> LoopSource.parse("graphql:http://q", Optional.empty(), Optional.of("kubeconfig")))
        .hasMessageContaining("\"kubeconfig\" is not a path in a volume");
    assertThatThrownBy(() -> LoopSource.parse("file:../x", storage(), Optional.empty()))
        .hasMessageContaining("without '..'");
  }

  static List<LogConfigLoop> loopsOfAllSources() {
    return Stream.of(
            LoopSource.graphQlConfig("config"),
            source("graphql:http://qontract:4000/graphql"),
            source("file"),
            source("data:repository/data"),
            source("bundle"),
            source("kubernetes"),
            LoopSource.parse("kubernetes", storage(), Optional.of("kubeconfig")),
            source("source:teams:https://teams.example.com"))
        .map(source -> loop("loop", 1, Duration.ofMinutes(1), source))
        .toList();
  }

  private static LoopSource source(String text) {
    return LoopSource.parse(text, storage(), Optional.empty());
  }

  private static Optional<LoopSource.Storage> storage() {
    return Optional.of(new LoopSource.Storage(LoopSource.Storage.Type.CONFIG_MAP, "config"));
  }

  private static LogConfigLoop loop(String name, int shards, Duration interval) {
    return loop(name, shards, interval, LoopSource.graphQlConfig("config"));
  }

  private static LogConfigLoop loop(String name, int shards, Duration interval, LoopSource source) {
    return new LogConfigLoop(
        "dynatrace",
        name,
        "image",
        source,
        "tokens",
        TOKENS,
        interval,
        shards,
        LogConfigLoop.Writing.DRY_RUN,
        Optional.empty(),
        PodConnection.DIRECT);
  }

  @Test
  void connectsToItsOwnClusterWithoutProxy() {
    LogConfigLoop loop =
        new LogConfigLoop(
            "dynatrace",
            "loop",
            "image",
            LoopSource.parse("kubernetes", storage(), Optional.empty()),
            "tokens",
            new TreeMap<>(Map.of(new EnvironmentName("staging"), "staging")),
            Duration.ofMinutes(1),
            1,
            LogConfigLoop.Writing.APPLY,
            Optional.empty(),
            Samples.CONNECTION);
    Container container = container(deployments(loop).get(0));

    assertThat(container.getEnv())
        .filteredOn(it -> it.getName().equals("NO_PROXY"))
        .extracting(EnvVar::getValue)
        .containsExactly(".svc,10.0.0.0/8,$(KUBERNETES_SERVICE_HOST)");
    assertThat(container.getArgs())
        .containsSequence(
            "--oauth-client",
            "staging=dt0s02.ABC",
            "--oauth-secret-file",
            "staging=/token/staging",
            "--oauth-resource",
            "staging=urn:dtenvironment:abc12345");
  }

  private static List<Deployment> deployments(LogConfigLoop loop) {
    return loop.manifests().stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .toList();
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
