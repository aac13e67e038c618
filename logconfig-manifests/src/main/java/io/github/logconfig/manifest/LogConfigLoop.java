package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deployment of {@code logconfig run}: the loop keeps the rules of a whole fleet as desired. It
 * reads the desired state from any {@linkplain LoopSource source}.
 *
 * <p>Like the {@linkplain LogConfigJob job}, it runs as any user but root on a read-only file
 * system. Probes use {@code /healthz} and {@code /readyz}; {@link #podMonitor} scrapes {@code
 * /metrics}.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace the Kubernetes namespace to deploy to
 * @param name name of the deployment; with several shards, {@code -SHARD} is appended
 * @param image container image with the {@code logconfig} command
 * @param source the source of the desired state
 * @param tokenSecret secret with the API tokens
 * @param tokenKeys key of each environment's token, or secret of its OAuth client, in the secret;
 *     at least one
 * @param interval pause between rounds; whole seconds, at least one
 * @param shards number of deployments that share the clusters, 1 to 100
 * @param writing whether the loop writes
 * @param arrival how the loop verifies that logs arrive; empty if it does not
 * @param connection how the loop connects
 * @since 0.1.0
 */
public record LogConfigLoop(
    String namespace,
    String name,
    String image,
    LoopSource source,
    String tokenSecret,
    SortedMap<EnvironmentName, String> tokenKeys,
    Duration interval,
    int shards,
    Writing writing,
    Optional<Arrival> arrival,
    PodConnection connection) {

  /** The port of metrics and health. */
  public static final int PORT = 9090;

  private static final String PORT_NAME = "metrics";
  private static final int MOST_SHARDS = 100;
  private static final int LONGEST_NAME = 50;
  private static final long STOP_WITHIN_SECONDS = 60;

  /**
   * Whether a loop writes.
   *
   * @since 0.1.0
   */
  public enum Writing {
    /** Plans only; the result is in metrics and log. */
    DRY_RUN,
    /** Applies what it plans. */
    APPLY
  }

  /**
   * How a loop verifies that logs arrive.
   *
   * @param interval time between verifications; whole seconds, at least one
   * @param checksWorkloads whether the loop reads running pods, so that namespaces can be missing:
   *     of the clusters in the kubeconfig of the source, or else of the cluster that the loop runs
   *     in. With {@link LoopSource.Kind#KUBERNETES}, the loop always does
   * @param seesAllRecords whether no permission hides log records from the token; otherwise
   *     namespaces cannot be missing
   * @since 0.1.0
   */
  public record Arrival(Duration interval, boolean checksWorkloads, boolean seesAllRecords) {

    /**
     * Checks the interval.
     *
     * @throws InvalidValueException if it is out of range
     */
    public Arrival {
      requireSeconds("verify interval", interval);
    }
  }

  /**
   * Validates text that becomes part of names and paths.
   *
   * @throws InvalidValueException if a value is invalid or out of range
   */
  public LogConfigLoop {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    KubernetesNames.requireLabel("loop name", name);
    if (name.length() > LONGEST_NAME) {
      throw new InvalidValueException("loop name", name, "at most 50 characters long");
    }
    KubernetesNames.requireImage(image);
    KubernetesNames.requireObjectName("token secret", tokenSecret);
    tokenKeys = Collections.unmodifiableSortedMap(new TreeMap<>(tokenKeys));
    tokenKeys.values().forEach(key -> KubernetesNames.requireKey("token key", key));
    if (tokenKeys.isEmpty()) {
      throw new InvalidValueException("token keys", "", "one for each environment");
    }
    requireSeconds("interval", interval);
    if (source.kubeconfig().isPresent() && !readsClusters(source, arrival)) {
      throw new InvalidValueException(
          "kubeconfig of the loop",
          source.kubeconfig().get(),
          "used: it is for the source kubernetes, and to check workloads");
    }
    if (shards < 1 || shards > MOST_SHARDS) {
      throw new InvalidValueException("shards", String.valueOf(shards), "1 to 100");
    }
  }

  private static boolean readsClusters(LoopSource source, Optional<Arrival> arrival) {
    return source.kind() == LoopSource.Kind.KUBERNETES
        || arrival.filter(Arrival::checksWorkloads).isPresent();
  }

  /** Returns whether the loop reads its own cluster with the service account of its pod. */
  private boolean readsOwnCluster() {
    return readsClusters(source, arrival) && source.kubeconfig().isEmpty();
  }

  private static void requireSeconds(String what, Duration value) {
    if (value.toSeconds() < 1 || !value.equals(Duration.ofSeconds(value.toSeconds()))) {
      throw new InvalidValueException(what, value.toString(), "whole seconds, at least one");
    }
  }

  /**
   * Returns one deployment for each shard, in the order of the shards. If the loop reads its own
   * cluster, its service account and permissions come first.
   */
  public List<HasMetadata> manifests() {
    List<HasMetadata> objects = new ArrayList<>();
    if (readsOwnCluster()) {
      objects.addAll(serviceAccount());
    }
    for (int shard = 0; shard < shards; shard++) {
      objects.add(deployment(shards == 1 ? name : name + "-" + shard, shard));
    }
    return objects;
  }

  private List<HasMetadata> serviceAccount() {
    // names of cluster roles are shared by all namespaces
    String role = namespace + "-" + name;
    return List.of(
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(LogConfigPod.LABELS)
            .endMetadata()
            .build(),
        role(role),
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(role)
            .withLabels(LogConfigPod.LABELS)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
            .addNewSubject("", "ServiceAccount", name, namespace)
            .build());
  }

  /** The UID of {@code kube-system} identifies the cluster; running pods should write logs. */
  private ClusterRole role(String role) {
    ClusterRoleBuilder builder =
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(role)
            .withLabels(LogConfigPod.LABELS)
            .endMetadata()
            .addNewRule()
            .withApiGroups("")
            .withResources("namespaces")
            .withVerbs(
                source.kind() == LoopSource.Kind.KUBERNETES
                    ? List.of("get", "list", "watch")
                    : List.of("list"))
            .endRule();
    if (arrival.isPresent()) {
      builder.addNewRule().withApiGroups("").withResources("pods").withVerbs("list").endRule();
    }
    return builder.build();
  }

  /**
   * Returns a {@code PodMonitor}, by which the Prometheus operator scrapes all shards. It is not
   * part of {@link #manifests}.
   */
  public HasMetadata podMonitor() {
    return CustomResource.of(
        "monitoring.coreos.com/v1",
        "PodMonitor",
        namespace,
        name,
        LogConfigPod.LABELS,
        Map.of(),
        Map.of(
            "selector",
            Map.of("matchLabels", labels()),
            "podMetricsEndpoints",
            List.of(Map.of("port", PORT_NAME, "path", "/metrics"))));
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
        // two pods would conflict with each other
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
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(source.args());
    tokenKeys.forEach(
        (environment, key) ->
            args.addAll(
                connection.args(
                    environment, environment + "=", LogConfigPod.TOKEN_PATH + "/" + key)));
    args.addAll(connection.commonArgs());
    arrival.ifPresent(
        it -> {
          args.addAll(List.of("--verify-interval", it.interval().toSeconds() + "s"));
          if (it.checksWorkloads()) {
            args.add("--check-workloads");
          }
          if (it.seesAllRecords()) {
            args.add("--sees-all-records");
          }
        });
    return new PodTemplateSpecBuilder(
            new LogConfigPod(
                    image,
                    tokenSecret,
                    LogConfigPod.inputs(source.volume().stream(), connection),
                    environment(shard),
                    args)
                .template(labels, "Always"))
        .editSpec()
        .withAutomountServiceAccountToken(readsOwnCluster())
        .withServiceAccountName(readsOwnCluster() ? name : null)
        .withTerminationGracePeriodSeconds(STOP_WITHIN_SECONDS)
        .editFirstContainer()
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

  private List<EnvVar> environment(int shard) {
    List<EnvVar> variables = new ArrayList<>(source.variables(tokenSecret));
    variables.add(variable("DRY_RUN", writing == Writing.DRY_RUN ? "--dry-run" : "--no-dry-run"));
    variables.add(variable("SLEEP_DURATION_SECS", String.valueOf(interval.toSeconds())));
    variables.add(variable("PROMETHEUS_PORT", String.valueOf(PORT)));
    variables.add(variable("SHARDS", String.valueOf(shards)));
    variables.add(variable("SHARD_ID", String.valueOf(shard)));
    variables.addAll(connection.variables(readsOwnCluster()));
    return variables;
  }

  static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
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
