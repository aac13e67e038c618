package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pod of {@code logconfig}, as required by the restricted pod security profile: any user but root
 * on a read-only file system.
 *
 * @param image container image
 * @param tokenSecret secret that is mounted at {@value #TOKEN_PATH}
 * @param inputs volumes that are mounted at {@link #inputPath}
 * @param variables variables of the container
 * @param args arguments of the command
 */
record LogConfigPod(
    String image,
    String tokenSecret,
    List<Volume> inputs,
    List<EnvVar> variables,
    List<String> args) {

  static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "logconfig");
  static final String TOKEN_PATH = "/token";

  private static final String TOKEN_VOLUME = "token";

  /** The JVM needs a writable directory. */
  private static final String SCRATCH_VOLUME = "tmp";

  static String inputPath(Volume input) {
    return "/" + input.getName();
  }

  /** Returns these volumes and those of the connection. */
  static List<Volume> inputs(Stream<Volume> volumes, PodConnection connection) {
    return Stream.concat(volumes, connection.volumes().stream()).toList();
  }

  PodTemplateSpec template(Map<String, String> labels, String restartPolicy) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy(restartPolicy)
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container())
        .withVolumes(inputs)
        .addNewVolume()
        .withName(TOKEN_VOLUME)
        .withNewSecret()
        .withSecretName(tokenSecret)
        .endSecret()
        .endVolume()
        .addNewVolume()
        .withName(SCRATCH_VOLUME)
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  private Container container() {
    return new ContainerBuilder()
        .withName("logconfig")
        .withImage(image)
        .withArgs(args)
        .withEnv(variables)
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
        .withVolumeMounts(inputs.stream().map(LogConfigPod::mount).toList())
        .addNewVolumeMount()
        .withName(TOKEN_VOLUME)
        .withMountPath(TOKEN_PATH)
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(SCRATCH_VOLUME)
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  private static VolumeMount mount(Volume input) {
    return new VolumeMountBuilder()
        .withName(input.getName())
        .withMountPath(inputPath(input))
        .withReadOnly(true)
        .build();
  }
}
