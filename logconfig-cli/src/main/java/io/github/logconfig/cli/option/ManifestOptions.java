package io.github.logconfig.cli.option;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.manifest.ClusterManifests;
import io.github.logconfig.manifest.DynaKube;
import io.github.logconfig.manifest.DynaKubeVersion;
import io.github.logconfig.manifest.DynatraceOperator;
import io.github.logconfig.manifest.LogConfigAlerts;
import io.github.logconfig.manifest.LogConfigJob;
import io.github.logconfig.manifest.OperatorRelease;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Quoted;
import java.net.URI;
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
      description = "Release of the Dynatrace Operator, 0.12 to 1.10 (default: 1.10).")
  private Optional<String> operatorVersion = Optional.empty();

  @Option(
      names = "--api-version",
      paramLabel = "VERSION",
      description =
          "Version of the DynaKube, for example v1beta5 (default: the storage version of the"
              + " release).")
  private Optional<String> apiVersion = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "classic|cloud-native",
      defaultValue = "classic",
      description = "Rollout of agents (default: ${DEFAULT-VALUE}).")
  private String mode = "classic";

  @Option(
      names = "--operator-secret",
      paramLabel = "NAME",
      defaultValue = "dynakube",
      description = "Secret with the tokens of the operator (default: ${DEFAULT-VALUE}).")
  private String operatorSecret = "dynakube";

  @Option(
      names = "--cron",
      paramLabel = "SCHEDULE",
      description = "Also render a cron job that reverts drift, for example '17 * * * *'.")
  private Optional<String> cron = Optional.empty();

  @Option(
      names = "--indexed",
      paramLabel = "PARALLELISM",
      description = "Render only one indexed job for all selected clusters, with this parallelism.")
  private Optional<Integer> indexed = Optional.empty();

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

  @Mixin private LoopManifestOptions loop = new LoopManifestOptions();

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
    return job().fleetManifests(clusters, indexed.orElse(1));
  }

  /** Returns the renderer of the objects of one cluster. */
  public ClusterManifests ofCluster() {
    List<String> unknown = without.stream().filter(part -> !PARTS.contains(part)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "--without " + Quoted.of(unknown.get(0)) + "; expected operator or dynakube");
    }
    return new ClusterManifests(
        without.contains("operator")
            ? Optional.empty()
            : Optional.of(new DynatraceOperator(namespace, startingCsv())),
        without.contains("dynakube") ? Optional.empty() : Optional.of(dynaKube()),
        job(),
        cron,
        alerts(),
        loop.loop(namespace, image, tokenSecret));
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

  private LogConfigJob job() {
    return new LogConfigJob(namespace, namePrefix, image, tokenSecret, tokenKey);
  }

  /** Returns the release to install first, if the version has three numbers. */
  private Optional<String> startingCsv() {
    return operatorVersion
        .filter(version -> version.matches("v?[0-9]+\\.[0-9]+\\.[0-9]+"))
        .map(version -> "dynatrace-operator.v" + version.replaceFirst("^v", ""));
  }

  private DynaKube dynaKube() {
    OperatorRelease release =
        operatorVersion.map(OperatorRelease::parse).orElse(OperatorRelease.NEWEST);
    DynaKube standard = DynaKube.of(release, operatorSecret);
    return new DynaKube(
        namespace,
        standard.name(),
        release,
        apiVersion.map(ManifestOptions::version).orElse(standard.version()),
        rollout(),
        standard.capabilities(),
        operatorSecret);
  }

  private DynaKube.Mode rollout() {
    return switch (mode) {
      case "classic" -> DynaKube.Mode.CLASSIC_FULL_STACK;
      case "cloud-native" -> DynaKube.Mode.CLOUD_NATIVE_FULL_STACK;
      default ->
          throw new InvalidInputException(
              "--mode " + Quoted.of(mode) + "; expected classic or cloud-native");
    };
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
