package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/** The pod in which {@code logconfig} runs: an ordinary user on a read-only file system. */
final class LogConfigPod {

  static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "logconfig");

  private static final String STATE_PATH = "/desired-state/";
  private static final String TOKEN_PATH = "/token/";

  private LogConfigPod() {}

  /**
   * @param configMap where the desired state is
   * @param file the key of the desired state in it
   */
  static PodTemplateSpec template(
      LogConfigJob job, String configMap, String file, List<String> more) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(LABELS)
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
        .withContainers(container(job, file, more))
        .addNewVolume()
        .withName("desired-state")
        .withNewConfigMap()
        .withName(configMap)
        .endConfigMap()
        .endVolume()
        .addNewVolume()
        .withName("token")
        .withNewSecret()
        .withSecretName(job.tokenSecret())
        .endSecret()
        .endVolume()
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  private static Container container(LogConfigJob job, String file, List<String> more) {
    return new ContainerBuilder()
        .withName("logconfig")
        .withImage(job.image())
        .withArgs("apply", "--file", STATE_PATH + file)
        .addAllToArgs(more)
        .addToArgs("--token-file", TOKEN_PATH + job.tokenKey(), "--yes")
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
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }
}
