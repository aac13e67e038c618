package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitorBuilder;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code logconfig run}, the loop that keeps the rules of a whole fleet as desired, as a deployment
 * that asks a qontract-server for the desired state.
 *
 * <p>It runs as the {@linkplain LogConfigJob job} does: any user but root, on a read-only file
 * system. Its health is asked under {@code /healthz} and {@code /readyz}, its metrics are under
 * {@code /metrics}, which {@link #podMonitor} has Prometheus scrape.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace the Kubernetes namespace to deploy to
 * @param name the deployment's name; with several shards, a hyphen and the shard's number follow
 * @param image the container image with the {@code logconfig} command
 * @param configSecret the secret with a {@code config.toml} that names the qontract-server
 * @param tokenSecret the secret that holds the API tokens
 * @param tokenKeys the key of each environment's token in the secret; at least one
 * @param interval how long to wait between rounds; whole seconds, at least one
 * @param shards how many deployments share the clusters among them, 1 to 100
 * @param writing whether anything is written
 * @since 0.1.0
 */
public record LogConfigLoop(
    String namespace,
    String name,
    String image,
    String configSecret,
    String tokenSecret,
    SortedMap<EnvironmentName, String> tokenKeys,
    Duration interval,
    int shards,
    Writing writing) {

  /** The port of metrics and health. */
  public static final int PORT = 9090;

  private static final String PORT_NAME = "metrics";
  private static final String CONFIG_FILE = "config.toml";
  private static final int MOST_SHARDS = 100;
  private static final int LONGEST_NAME = 50;
  private static final long STOP_WITHIN_SECONDS = 60;

  /**
   * Whether a loop writes.
   *
   * @since 0.1.0
   */
  public enum Writing {
    /** Only plans, and tells of it by metrics and log. */
    DRY_RUN,
    /** Applies what it plans. */
    APPLY
  }

  /**
   * Checks what goes into names and paths.
   *
   * @param namespace as told above
   * @param name as told above
   * @param image as told above
   * @param configSecret as told above
   * @param tokenSecret as told above
   * @param tokenKeys as told above
   * @param interval as told above
   * @param shards as told above
   * @param writing as told above
   * @throws InvalidValueException if one of them has another form or is out of its range
   */
  public LogConfigLoop {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    KubernetesNames.requireLabel("loop name", name);
    if (name.length() > LONGEST_NAME) {
      throw new InvalidValueException("loop name", name, "at most 50 characters long");
    }
    KubernetesNames.requireImage(image);
    KubernetesNames.requireObjectName("config secret", configSecret);
    KubernetesNames.requireObjectName("token secret", tokenSecret);
    tokenKeys = new TreeMap<>(tokenKeys);
    tokenKeys.values().forEach(key -> KubernetesNames.requireKey("token key", key));
    if (tokenKeys.isEmpty()) {
      throw new InvalidValueException("token keys", "", "one for each environment");
    }
    if (interval.toSeconds() < 1 || !interval.equals(Duration.ofSeconds(interval.toSeconds()))) {
      throw new InvalidValueException(
          "interval", interval.toString(), "whole seconds, at least one");
    }
    if (shards < 1 || shards > MOST_SHARDS) {
      throw new InvalidValueException("shards", String.valueOf(shards), "1 to 100");
    }
  }

  /**
   * The deployments, one for each shard.
   *
   * @return the deployments in the order of their shards
   */
  public List<HasMetadata> manifests() {
    List<HasMetadata> deployments = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      deployments.add(deployment(shards == 1 ? name : name + "-" + shard, shard));
    }
    return deployments;
  }

  /**
   * Has the Prometheus operator scrape the loop; not part of {@link #manifests}.
   *
   * @return the monitor of all shards
   */
  public PodMonitor podMonitor() {
    return new PodMonitorBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(LogConfigPod.LABELS)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .withMatchLabels(labels())
        .endSelector()
        .addNewPodMetricsEndpoint()
        .withPort(PORT_NAME)
        .withPath("/metrics")
        .endPodMetricsEndpoint()
        .endSpec()
        .build();
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>(LogConfigPod.LABELS);
    labels.put("app.kubernetes.io/component", "loop");
    labels.put("app.kubernetes.io/instance", name);
    return labels;
  }

  private Deployment deployment(String deploymentName, int shard) {
    Map<String, String> labels = new TreeMap<>(labels());
    labels.put("logconfig.io/shard", String.valueOf(shard));
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(deploymentName)
        .withNamespace(namespace)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        // two at a time would only conflict
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withTemplate(template(labels, shard))
        .endSpec()
        .build();
  }

  private PodTemplateSpec template(Map<String, String> labels, int shard) {
    Volume config =
        new VolumeBuilder()
            .withName("config")
            .withNewSecret()
            .withSecretName(configSecret)
            .endSecret()
            .build();
    List<String> args = new ArrayList<>(List.of("run"));
    tokenKeys.forEach(
        (environment, key) ->
            args.addAll(
                List.of("--token-file", environment + "=" + LogConfigPod.TOKEN_PATH + "/" + key)));
    return new PodTemplateSpecBuilder(
            new LogConfigPod(image, tokenSecret, config, args).template(labels, "Always"))
        .editSpec()
        .withTerminationGracePeriodSeconds(STOP_WITHIN_SECONDS)
        .editFirstContainer()
        .withEnv(environment(LogConfigPod.inputPath(config) + "/" + CONFIG_FILE, shard))
        .addNewPort()
        .withName(PORT_NAME)
        .withContainerPort(PORT)
        .endPort()
        .withLivenessProbe(probe("/healthz"))
        .withReadinessProbe(probe("/readyz"))
        .endContainer()
        .endSpec()
        .build();
  }

  private List<EnvVar> environment(String config, int shard) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("CONFIG", config);
    variables.put("DRY_RUN", writing == Writing.DRY_RUN ? "--dry-run" : "--no-dry-run");
    variables.put("SLEEP_DURATION_SECS", String.valueOf(interval.toSeconds()));
    variables.put("PROMETHEUS_PORT", String.valueOf(PORT));
    variables.put("SHARDS", String.valueOf(shards));
    variables.put("SHARD_ID", String.valueOf(shard));
    return variables.entrySet().stream()
        .map(
            variable ->
                new EnvVarBuilder()
                    .withName(variable.getKey())
                    .withValue(variable.getValue())
                    .build())
        .toList();
  }

  private static Probe probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(PORT_NAME)
        .endHttpGet()
        .withPeriodSeconds(30)
        .withTimeoutSeconds(5)
        .withFailureThreshold(3)
        .build();
  }
}
