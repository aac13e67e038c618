package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.NamespaceName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The job that brings one cluster's desired state to Dynatrace, and the config map that it reads
 * the state from.
 *
 * <p>The job runs {@code logconfig apply} as an ordinary user on a read-only file system, takes the
 * token from a secret that is mounted as a file, and gives up after ten minutes, which the alert on
 * failed jobs then tells of.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace the Kubernetes namespace to deploy to, usually {@code dynatrace}
 * @param namePrefix what the names of job and config map begin with, at most 52 characters
 * @param image the container image with the {@code logconfig} command
 * @param tokenSecret the secret that holds the API token
 * @param tokenKey the key of the token in the secret
 * @since 0.1.0
 */
public record LogConfigJob(
    String namespace, String namePrefix, String image, String tokenSecret, String tokenKey) {

  private static final long GIVE_UP_AFTER_SECONDS = 600;
  private static final int TRIES = 6;
  private static final String DESIRED_STATE_FILE = "desired.yaml";

  /**
   * The objects to deploy for a cluster, in the order in which they have to be created.
   *
   * @param cluster what the cluster is to look like
   * @return a config map and a job of the same name
   * @throws io.github.logconfig.model.InvalidValueException if the name prefix cannot be part of a
   *     name
   */
  public List<HasMetadata> manifests(DesiredCluster cluster) {
    LogConfigJobName name =
        LogConfigJobName.of(namePrefix, Fingerprint.of(cluster.environment(), cluster));
    return List.of(configMap(name, cluster), job(name, cluster));
  }

  private ConfigMap configMap(LogConfigJobName name, DesiredCluster cluster) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name.value())
        .withNamespace(namespace)
        .withLabels(labels())
        .endMetadata()
        .withImmutable(true)
        .addToData(DESIRED_STATE_FILE, ManifestYaml.write(desiredState(cluster)))
        .build();
  }

  private Job job(LogConfigJobName name, DesiredCluster cluster) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name.value())
        .withNamespace(namespace)
        .withLabels(labels())
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(TRIES)
        .withActiveDeadlineSeconds(GIVE_UP_AFTER_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels())
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(cluster))
        .addNewVolume()
        .withName("desired-state")
        .withNewConfigMap()
        .withName(name.value())
        .endConfigMap()
        .endVolume()
        .addNewVolume()
        .withName("token")
        .withNewSecret()
        .withSecretName(tokenSecret)
        .endSecret()
        .endVolume()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private Container container(DesiredCluster cluster) {
    return new ContainerBuilder()
        .withName("logconfig")
        .withImage(image)
        .withArgs(
            "apply",
            "--file",
            "/desired-state/" + DESIRED_STATE_FILE,
            "--cluster",
            cluster.name().value(),
            "--token-file",
            "/token/" + tokenKey,
            "--yes")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("256Mi"))
        .addToLimits("memory", new Quantity("512Mi"))
        .endResources()
        .addNewVolumeMount()
        .withName("desired-state")
        .withMountPath("/desired-state")
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("token")
        .withMountPath("/token")
        .withReadOnly(true)
        .endVolumeMount()
        .build();
  }

  private static Map<String, String> labels() {
    return Map.of("app.kubernetes.io/name", "logconfig");
  }

  private static Map<String, Object> desiredState(DesiredCluster cluster) {
    Map<String, Object> environment = new LinkedHashMap<>();
    environment.put("name", cluster.environment().name().value());
    environment.put("url", cluster.environment().url().toString());
    Map<String, Object> desired = new LinkedHashMap<>();
    desired.put("name", cluster.name().value());
    desired.put("environment", cluster.environment().name().value());
    desired.put("hostGroup", cluster.hostGroup().value());
    desired.put("policy", cluster.policy().name().toLowerCase(Locale.ROOT));
    desired.put("namespaces", cluster.namespaces().stream().map(NamespaceName::value).toList());
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("environments", List.of(environment));
    state.put("clusters", List.of(desired));
    return state;
  }
}
