package io.github.logconfig.cli.option.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.manifest.ClusterManifests;
import io.github.logconfig.manifest.DynaKube;
import io.github.logconfig.manifest.DynaKubeVersion;
import io.github.logconfig.manifest.DynatraceOperator;
import io.github.logconfig.manifest.JobStage;
import io.github.logconfig.manifest.LogConfigAlerts;
import io.github.logconfig.manifest.LogConfigJob;
import io.github.logconfig.manifest.ManifestPatches;
import io.github.logconfig.manifest.OperatorRelease;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Selects and names the rendered objects. */
public final class ManifestOptions {

  private static final Set<String> PARTS = Set.of("operator", "dynakube");

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      required = true,
      description = "Container image with the logconfig command; required.")
  private String image = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "dynatrace",
      description = "Kubernetes namespace to deploy to (default: ${DEFAULT-VALUE}).")
  private String namespace = "dynatrace";

  @Option(
      names = "--name-prefix",
      paramLabel = "NAME",
      defaultValue = "logconfig",
      description = "Prefix of the names of jobs (default: ${DEFAULT-VALUE}).")
  private String namePrefix = "logconfig";

  @Option(
      names = "--token-secret",
      paramLabel = "NAME",
      defaultValue = "logconfig-token",
      description = "Secret with the API token of the jobs (default: ${DEFAULT-VALUE}).")
  private String tokenSecret = "logconfig-token";

  @Option(
      names = "--token-key",
      paramLabel = "KEY",
      defaultValue = "token",
      description = "Key of the token in the secret (default: ${DEFAULT-VALUE}).")
  private String tokenKey = "token";

  @Option(
      names = "--without",
      paramLabel = "operator|dynakube",
      description = "Leave this out; can be repeated.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--operator-version",
      paramLabel = "VERSION",
      description = {
        "Version of the Dynatrace Operator, 0.12 to 1.11, for example 1.10.2 or 1.10; installed as"
            + " given and upgraded only by approval.",
        "Default: the newest version, upgraded automatically, with a DynaKube for 1.11."
      })
  private Optional<String> operatorVersion = Optional.empty();

  @Option(
      names = "--api-version",
      paramLabel = "VERSION",
      description =
          "Version of the DynaKube, for example v1beta5 (default: the storage version of the"
              + " release).")
  private Optional<String> apiVersion = Optional.empty();

  @Option(
      names = "--install",
      paramLabel = "olm|helm|none",
      completionCandidates = Installs.class,
      description =
          "Installation of the operator: by the Operator Lifecycle Manager, by the Helm chart"
              + " (prints the command), or not at all (default: ${DEFAULT-VALUE}).",
      defaultValue = "olm")
  private String install = "olm";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      completionCandidates = Modes.class,
      defaultValue = "cloud-native",
      description =
          "Rollout of agents: cloud-native, classic, host-monitoring, or log-only (default:"
              + " ${DEFAULT-VALUE}).")
  private String mode = "cloud-native";

  @Option(
      names = "--log-image",
      paramLabel = "REPOSITORY:TAG",
      description = "With --mode log-only: image of the log module; required.")
  private Optional<String> logImage = Optional.empty();

  @Option(
      names = "--dynakube-name",
      paramLabel = "NAME",
      description =
          "Name of the DynaKube (default: the name of the cluster, or dynakube if that is too long"
              + " or otherwise invalid).")
  private Optional<String> dynaKubeName = Optional.empty();

  @Option(
      names = "--patch",
      paramLabel = "FILE",
      description =
          "YAML file with strategic merge patches of the rendered objects, as in Kustomize; can be"
              + " repeated.")
  private List<Path> patches = new ArrayList<>();

  @Option(
      names = "--operator-secret",
      paramLabel = "NAME",
      defaultValue = "dynakube",
      description = "Secret with the tokens of the operator (default: ${DEFAULT-VALUE}).")
  private String operatorSecret = "dynakube";

  @Option(
      names = "--cron",
      paramLabel = "SCHEDULE",
      description =
          "Also render a cron job that reverts drift, for example '17 * * * *' or @hourly.")
  private Optional<String> cron = Optional.empty();

  @Option(
      names = "--indexed",
      paramLabel = "PARALLELISM",
      description = "Render only one indexed job for all selected clusters, with this parallelism.")
  private Optional<Integer> indexed = Optional.empty();

  @Option(
      names = "--staged",
      description =
          "With --indexed: apply the stages of the configuration file one after the other.")
  private boolean staged;

  @Option(
      names = "--job-kubeconfig-secret",
      paramLabel = "NAME[:KEY]",
      description =
          "With --staged: secret with a kubeconfig whose contexts have the names of the clusters"
              + " (default key: kubeconfig). Stages with a limit on arrival read running pods"
              + " there; only then can a namespace be MISSING.")
  private Optional<String> jobKubeconfig = Optional.empty();

  @Option(
      names = "--job-sees-all-records",
      description =
          "With --staged: no permission hides log records from the token of the job. Only then can"
              + " a namespace be MISSING.")
  private boolean jobSeesAllRecords;

  @Option(
      names = "--alert-runbook",
      paramLabel = "URL",
      description = "Also render alerts that link to this runbook.")
  private Optional<URI> runbook = Optional.empty();

  @Option(
      names = "--alert-service",
      paramLabel = "NAME",
      description = "Label service of the alerts (default: logconfig).")
  private Optional<String> alertService = Optional.empty();

  @Option(
      names = "--alert-severity",
      paramLabel = "SEVERITY",
      description = "Label severity of the alerts (default: medium).")
  private Optional<String> alertSeverity = Optional.empty();

  /** Values of {@code --mode}. */
  static final class Modes extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Modes() {
      super(Arrays.stream(DynaKube.Mode.values()).map(DynaKube.Mode::label).toList());
    }
  }

  /** Values of {@code --install}. */
  static final class Installs extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Installs() {
      super(List.of("olm", "helm", "none"));
    }
  }

  @Mixin private LoopManifestOptions loop = new LoopManifestOptions();
  @Mixin private PodConnectionOptions connection = new PodConnectionOptions();

  /** Returns whether one job for all clusters is rendered. */
  public boolean isIndexed() {
    return indexed.isPresent();
  }

  /** Returns whether the deployment of the loop is rendered. */
  public boolean hasLoop() {
    return loop.isGiven();
  }

  /** Returns the objects of one job for all clusters. */
  public List<HasMetadata> fleet(List<DesiredCluster> clusters) {
    return job(environments(clusters)).fleetManifests(clusters, indexed.orElse(1));
  }

  /** Returns whether the indexed job applies stages. */
  public boolean isStaged() {
    return staged;
  }

  /** Returns the indexed job of the stages. */
  public List<HasMetadata> staged(List<JobStage> stages) {
    List<DesiredCluster> clusters =
        stages.stream().flatMap(stage -> stage.clusters().stream()).toList();
    return job(environments(clusters)).stagedManifests(stages, indexed.orElse(1), checks());
  }

  private JobStage.Checks checks() {
    return new JobStage.Checks(
        jobKubeconfig.map(
            it -> PodConnectionOptions.reference("--job-kubeconfig-secret", it, "kubeconfig")),
        jobSeesAllRecords);
  }

  /** Refuses options of stages. */
  public void requireNotStaged() {
    if (staged) {
      throw new InvalidInputException("--staged requires --indexed");
    }
    jobKubeconfig.ifPresent(
        it -> {
          throw new InvalidInputException(
              "--job-kubeconfig-secret " + Quoted.of(it) + " requires --staged");
        });
    if (jobSeesAllRecords) {
      throw new InvalidInputException("--job-sees-all-records requires --staged");
    }
  }

  private static List<EnvironmentName> environments(List<DesiredCluster> clusters) {
    return clusters.stream().map(cluster -> cluster.environment().name()).distinct().toList();
  }

  /**
   * Returns the renderer of the objects of each cluster.
   *
   * @param clusters all clusters that are rendered
   */
  public ClusterManifests ofCluster(List<DesiredCluster> clusters) {
    List<EnvironmentName> environments = new ArrayList<>(environments(clusters));
    loop.environments().stream()
        .filter(it -> !environments.contains(it))
        .forEach(environments::add);

    List<String> unknown = without.stream().filter(part -> !PARTS.contains(part)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "--without " + Quoted.of(unknown.get(0)) + "; expected operator or dynakube");
    }
    return new ClusterManifests(
        operator(),
        without.contains("dynakube") ? Optional.empty() : Optional.of(dynaKube()),
        job(environments),
        cron,
        alerts(),
        loop.loop(namespace, image, tokenSecret, connection.connection(environments)));
  }

  private Optional<LogConfigAlerts> alerts() {
    if (runbook.isEmpty()) {
      requireRunbook("--alert-service", alertService);
      requireRunbook("--alert-severity", alertSeverity);
      return Optional.empty();
    }
    return Optional.of(
        new LogConfigAlerts(
            namespace,
            namePrefix,
            alertService.orElse("logconfig"),
            alertSeverity.orElse("medium"),
            runbook.get()));
  }

  private static void requireRunbook(String option, Optional<String> value) {
    if (value.isPresent()) {
      throw new InvalidInputException(
          option + " " + Quoted.of(value.get()) + " requires --alert-runbook");
    }
  }

  private LogConfigJob job(List<EnvironmentName> environments) {
    return new LogConfigJob(
        namespace, namePrefix, image, tokenSecret, tokenKey, connection.connection(environments));
  }

  /** Returns the operator to install, if it is installed. */
  public Optional<DynatraceOperator> operator() {
    if (without.contains("operator") || isIndexed()) {
      return Optional.empty();
    }
    return switch (install) {
      case "olm" -> Optional.of(operator(DynatraceOperator.Install.OLM));
      case "helm" -> Optional.of(operator(DynatraceOperator.Install.HELM));
      case "none" -> Optional.empty();
      default ->
          throw new InvalidInputException(
              "--install " + Quoted.of(install) + "; expected olm, helm or none");
    };
  }

  private DynatraceOperator operator(DynatraceOperator.Install by) {
    Optional<String> version =
        operatorVersion.map(
            given ->
                given.matches(".*\\..*\\..*")
                    ? given.replaceFirst("^v", "")
                    : OperatorRelease.parse(given).newestPatch());
    return new DynatraceOperator(namespace, version, by);
  }

  /**
   * Returns the objects with all patches applied.
   *
   * @throws InvalidInputException if a patch cannot be read or applied
   */
  public List<HasMetadata> patched(List<HasMetadata> objects) {
    List<HasMetadata> patched = objects;
    for (Path file : patches) {
      String shown = "--patch " + Quoted.of(file.toString());
      try {
        patched = ManifestPatches.parse(Files.readString(file), release()).apply(patched);
      } catch (IOException e) {
        throw InvalidInputException.of(shown, e);
      } catch (ConfigValidationException e) {
        throw new InvalidInputException(
            e.violations().stream().map(violation -> shown + ": " + violation).toList());
      }
    }
    return patched;
  }

  private OperatorRelease release() {
    return operatorVersion.map(OperatorRelease::parse).orElse(OperatorRelease.NEWEST);
  }

  private DynaKube dynaKube() {
    OperatorRelease release = release();
    DynaKube standard = DynaKube.of(release, operatorSecret);
    DynaKube.Mode rollout = rollout();
    if (rollout != DynaKube.Mode.LOG_ONLY && logImage.isPresent()) {
      throw new InvalidInputException(
          "--log-image " + Quoted.of(logImage.get()) + " requires --mode log-only");
    }
    if (rollout == DynaKube.Mode.LOG_ONLY && logImage.isEmpty()) {
      throw new InvalidInputException("--mode log-only requires --log-image REPOSITORY:TAG");
    }
    return new DynaKube(
        namespace,
        dynaKubeName,
        release,
        apiVersion.map(ManifestOptions::version).orElse(standard.version()),
        rollout,
        standard.capabilities(),
        operatorSecret,
        logImage);
  }

  private DynaKube.Mode rollout() {
    return Arrays.stream(DynaKube.Mode.values())
        .filter(candidate -> candidate.label().equals(mode))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--mode "
                        + Quoted.of(mode)
                        + "; expected one of "
                        + String.join(", ", new Modes())));
  }

  private static DynaKubeVersion version(String text) {
    return Arrays.stream(DynaKubeVersion.values())
        .filter(version -> version.label().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--api-version "
                        + Quoted.of(text)
                        + "; expected one of "
                        + Arrays.stream(DynaKubeVersion.values())
                            .map(DynaKubeVersion::label)
                            .collect(Collectors.joining(", "))));
  }
}
