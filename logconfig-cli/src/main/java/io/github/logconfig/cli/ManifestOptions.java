package io.github.logconfig.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be rendered, and how it is called. */
@Command(addMethodSubcommands = false)
final class ManifestOptions {

  private static final Set<String> PARTS = Set.of("operator", "dynakube");

  @Option(
      names = "--image",
      required = true,
      paramLabel = "IMAGE",
      description = "Container image with the logconfig command.")
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
      description = "What names of jobs begin with (default: ${DEFAULT-VALUE}).")
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
      description = "Leave this out; may be repeated.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--operator-version",
      paramLabel = "VERSION",
      description = "Release of the Dynatrace Operator, 0.12 to 1.10 (default: 1.10).")
  private @Nullable String operatorVersion;

  @Option(
      names = "--api-version",
      paramLabel = "VERSION",
      description =
          "Version of the DynaKube, such as v1beta5 (default: that in which the release stores"
              + " it).")
  private @Nullable String apiVersion;

  @Option(
      names = "--mode",
      paramLabel = "classic|cloud-native",
      defaultValue = "classic",
      description = "How agents are rolled out (default: ${DEFAULT-VALUE}).")
  private String mode = "classic";

  @Option(
      names = "--operator-secret",
      paramLabel = "NAME",
      defaultValue = "dynakube",
      description = "Secret with the operator's tokens (default: ${DEFAULT-VALUE}).")
  private String operatorSecret = "dynakube";

  @Option(
      names = "--cron",
      paramLabel = "SCHEDULE",
      description = "Also a cron job that undoes drift, such as '17 * * * *'.")
  private @Nullable String cron;

  @Option(
      names = "--indexed",
      paramLabel = "PARALLELISM",
      description = "Only one indexed job for all selected clusters, so many at a time.")
  private @Nullable Integer indexed;

  @Option(
      names = "--alert-runbook",
      paramLabel = "URL",
      description = "Also alerts, which lead to this runbook.")
  private @Nullable URI runbook;

  @Option(
      names = "--alert-service",
      paramLabel = "NAME",
      description = "Label service of the alerts (default: logconfig).")
  private @Nullable String alertService;

  @Option(
      names = "--alert-severity",
      paramLabel = "SEVERITY",
      description = "Label severity of the alerts (default: medium).")
  private @Nullable String alertSeverity;

  @Mixin private LoopManifestOptions loop = new LoopManifestOptions();

  boolean isIndexed() {
    return indexed != null;
  }

  boolean hasLoop() {
    return loop.isGiven();
  }

  List<HasMetadata> fleet(List<DesiredCluster> clusters) {
    return job().fleetManifests(clusters, indexed == null ? 1 : indexed);
  }

  ClusterManifests ofCluster() {
    List<String> unknown = without.stream().filter(part -> !PARTS.contains(part)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "--without " + Quoted.of(unknown.get(0)) + " is not operator or dynakube");
    }
    return new ClusterManifests(
        without.contains("operator")
            ? Optional.empty()
            : Optional.of(new DynatraceOperator(namespace, startingCsv())),
        without.contains("dynakube") ? Optional.empty() : Optional.of(dynaKube()),
        job(),
        Optional.ofNullable(cron),
        alerts(),
        loop.loop(namespace, image, tokenSecret));
  }

  private Optional<LogConfigAlerts> alerts() {
    if (runbook == null) {
      requireAlerts("--alert-service", alertService);
      requireAlerts("--alert-severity", alertSeverity);
      return Optional.empty();
    }
    return Optional.of(
        new LogConfigAlerts(
            namespace,
            namePrefix,
            alertService == null ? "logconfig" : alertService,
            alertSeverity == null ? "medium" : alertSeverity,
            runbook));
  }

  private static void requireAlerts(String option, @Nullable String value) {
    if (value != null) {
      throw new InvalidInputException(
          option + " " + Quoted.of(value) + " has a meaning with --alert-runbook only");
    }
  }

  private LogConfigJob job() {
    return new LogConfigJob(namespace, namePrefix, image, tokenSecret, tokenKey);
  }

  /** A release with all three numbers is what is to be installed first. */
  private Optional<String> startingCsv() {
    return Optional.ofNullable(operatorVersion)
        .filter(version -> version.matches("v?[0-9]+\\.[0-9]+\\.[0-9]+"))
        .map(version -> "dynatrace-operator.v" + version.replaceFirst("^v", ""));
  }

  private DynaKube dynaKube() {
    OperatorRelease release =
        operatorVersion == null ? OperatorRelease.NEWEST : OperatorRelease.parse(operatorVersion);
    DynaKube usual = DynaKube.of(release, operatorSecret);
    return new DynaKube(
        namespace,
        usual.name(),
        release,
        apiVersion == null ? usual.version() : version(apiVersion),
        rollout(),
        usual.capabilities(),
        operatorSecret);
  }

  private DynaKube.Mode rollout() {
    return switch (mode) {
      case "classic" -> DynaKube.Mode.CLASSIC_FULL_STACK;
      case "cloud-native" -> DynaKube.Mode.CLOUD_NATIVE_FULL_STACK;
      default ->
          throw new InvalidInputException(
              "--mode " + Quoted.of(mode) + " is not classic or cloud-native");
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
                        + " is not one of "
                        + Arrays.stream(DynaKubeVersion.values())
                            .map(DynaKubeVersion::label)
                            .collect(Collectors.joining(", "))));
  }
}
