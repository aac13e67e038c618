package io.github.logconfig.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.github.logconfig.manifest.LogConfigJob;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What happens in a cluster, in miniature: renders the manifests of the log-config job, runs the
 * command line of its container as a process, and does so again for a changed desired state.
 *
 * <p>The arguments are the command that the image would start, for example {@code java -jar
 * logconfig-cli/target/logconfig.jar}.
 */
public final class JobInMiniature {

  private static final LogConfigJob JOB =
      new LogConfigJob(
          "dynatrace", "dynatrace-log-config", "logconfig:0.1.0", "dynatrace-token", "apiToken");
  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");

  private final PrintStream out;
  private final List<String> entryPoint;
  private final Path volumes;
  private String last = "";

  private JobInMiniature(PrintStream out, List<String> entryPoint, Path volumes) {
    this.out = out;
    this.entryPoint = entryPoint;
    this.volumes = volumes;
  }

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length == 0) {
      System.err.println("usage: JobInMiniature COMMAND...");
      System.exit(2);
    }
    try {
      run(System.out, Files.createTempDirectory("logconfig-job"), Arrays.asList(arguments));
    } catch (IOException e) {
      System.err.println("JobInMiniature: " + e.getMessage());
      System.exit(1);
    }
  }

  static void run(PrintStream out, Path volumes, List<String> entryPoint)
      throws IOException, InterruptedException {
    String token = "dt0c01.EXAMPLE.NOT-A-REAL-SECRET";
    JobInMiniature cluster = new JobInMiniature(out, entryPoint, volumes);
    try (DynatraceSimulator dynatrace =
        DynatraceSimulator.builder().hostGroup("app-sre-stage-01").start()) {
      Files.createDirectories(volumes.resolve("token"));
      Files.writeString(volumes.resolve("token/" + JOB.tokenKey()), token);

      cluster.deploy(desired("github-mirror-stage"), dynatrace);
      cluster.deploy(desired("github-mirror-stage"), dynatrace);
      cluster.deploy(desired("github-mirror-stage", "glitchtip-stage"), dynatrace);
    }
  }

  private static DesiredCluster desired(String... namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName("app-sre-stage-01"))
        .environment(STAGING)
        .addAllNamespaces(Arrays.stream(namespaces).map(NamespaceName::new).toList())
        .build();
  }

  /** As the API server does: a job of the same name is the same job, and runs once. */
  private void deploy(DesiredCluster desired, DynatraceSimulator dynatrace)
      throws IOException, InterruptedException {
    List<HasMetadata> manifests = JOB.manifests(desired);
    Job job = (Job) manifests.get(1);
    String name = job.getMetadata().getName();
    if (name.equals(last)) {
      out.println("job " + name + " is there already: nothing runs");
      return;
    }
    last = name;
    out.println("job " + name + " is new: it runs");
    mount((ConfigMap) manifests.get(0));
    int status = start(job, dynatrace);
    out.println("exit status " + status + ", rule: " + rule(dynatrace));
  }

  private void mount(ConfigMap configMap) throws IOException {
    Path folder = Files.createDirectories(volumes.resolve("desired-state"));
    for (Map.Entry<String, String> file : configMap.getData().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** The command line of the container, with its mounts where this machine has them. */
  private int start(Job job, DynatraceSimulator dynatrace)
      throws IOException, InterruptedException {
    Container container = job.getSpec().getTemplate().getSpec().getContainers().get(0);
    List<String> command = new ArrayList<>(entryPoint);
    container.getArgs().forEach(argument -> command.add(here(argument, container)));
    command.addAll(List.of("--endpoint", "staging=" + dynatrace.baseUrl()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("DYNATRACE_"));
    Process process = builder.start();
    process.getOutputStream().close();
    out.print(
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).indent(2));
    return process.waitFor();
  }

  private String here(String argument, Container container) {
    for (VolumeMount mount : container.getVolumeMounts()) {
      if (argument.startsWith(mount.getMountPath() + "/")) {
        return volumes + argument;
      }
    }
    return argument;
  }

  private static String rule(DynatraceSimulator dynatrace) {
    for (JsonNode object : dynatrace.objects()) {
      if (object.at("/value/config-item-title").asText().equals("logconfig app-sre-stage-01")) {
        return object.at("/value/matchers/0/values").toString();
      }
    }
    return "none";
  }
}
