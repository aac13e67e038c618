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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** What is to be rendered, and how it is called. */
final class ManifestOptions {

  private static final Set<String> PARTS = Set.of("operator", "dynakube");

  private final OptionValue<String> image =
      OptionValue.requiredText("--image", "IMAGE", "Container image with the logconfig command.");

  private final OptionValue<String> namespace =
      OptionValue.defaultedText(
          "--namespace",
          "NAME",
          "dynatrace",
          "Kubernetes namespace to deploy to (default: ${DEFAULT-VALUE}).");

  private final OptionValue<String> namePrefix =
      OptionValue.defaultedText(
          "--name-prefix",
          "NAME",
          "logconfig",
          "What names of jobs begin with (default: ${DEFAULT-VALUE}).");

  private final OptionValue<String> tokenSecret =
      OptionValue.defaultedText(
          "--token-secret",
          "NAME",
          "logconfig-token",
          "Secret with the API token of the jobs (default: ${DEFAULT-VALUE}).");

  private final OptionValue<String> tokenKey =
      OptionValue.defaultedText(
          "--token-key",
          "KEY",
          "token",
          "Key of the token in the secret (default: ${DEFAULT-VALUE}).");

  private final OptionValue<List<String>> without =
      OptionValue.texts("--without", "operator|dynakube", "Leave this out; may be repeated.");

  private final OptionValue<Optional<String>> operatorVersion =
      OptionValue.text(
          "--operator-version",
          "VERSION",
          "Release of the Dynatrace Operator, 0.12 to 1.10 (default: 1.10).");

  private final OptionValue<Optional<String>> apiVersion =
      OptionValue.text(
          "--api-version",
          "VERSION",
          "Version of the DynaKube, such as v1beta5 (default: that in which the release stores"
              + " it).");

  private final OptionValue<String> mode =
      OptionValue.defaultedText(
          "--mode",
          "classic|cloud-native",
          "classic",
          "How agents are rolled out (default: ${DEFAULT-VALUE}).");

  private final OptionValue<String> operatorSecret =
      OptionValue.defaultedText(
          "--operator-secret",
          "NAME",
          "dynakube",
          "Secret with the operator's tokens (default: ${DEFAULT-VALUE}).");

  private final OptionValue<Optional<String>> cron =
      OptionValue.text(
          "--cron", "SCHEDULE", "Also a cron job that undoes drift, such as '17 * * * *'.");

  private final OptionValue<Optional<Integer>> indexed =
      OptionValue.number(
          "--indexed",
          "PARALLELISM",
          "Only one indexed job for all selected clusters, so many at a time.");

  private final OptionValue<Optional<URI>> runbook =
      OptionValue.address("--alert-runbook", "URL", "Also alerts, which lead to this runbook.");

  private final OptionValue<Optional<String>> alertService =
      OptionValue.text(
          "--alert-service", "NAME", "Label service of the alerts (default: logconfig).");

  private final OptionValue<Optional<String>> alertSeverity =
      OptionValue.text(
          "--alert-severity", "SEVERITY", "Label severity of the alerts (default: medium).");

  private final LoopManifestOptions loop = new LoopManifestOptions();

  void addTo(CommandSpec command) {
    image.addTo(command);
    namespace.addTo(command);
    namePrefix.addTo(command);
    tokenSecret.addTo(command);
    tokenKey.addTo(command);
    without.addTo(command);
    operatorVersion.addTo(command);
    apiVersion.addTo(command);
    mode.addTo(command);
    operatorSecret.addTo(command);
    cron.addTo(command);
    indexed.addTo(command);
    runbook.addTo(command);
    alertService.addTo(command);
    alertSeverity.addTo(command);
    loop.addTo(command);
  }

  boolean isIndexed() {
    return indexed.value().isPresent();
  }

  boolean hasLoop() {
    return loop.isGiven();
  }

  List<HasMetadata> fleet(List<DesiredCluster> clusters) {
    return job().fleetManifests(clusters, indexed.value().orElse(1));
  }

  ClusterManifests ofCluster() {
    List<String> unknown = without.value().stream().filter(part -> !PARTS.contains(part)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "--without " + Quoted.of(unknown.get(0)) + " is not operator or dynakube");
    }
    return new ClusterManifests(
        without.value().contains("operator")
            ? Optional.empty()
            : Optional.of(new DynatraceOperator(namespace.value(), startingCsv())),
        without.value().contains("dynakube") ? Optional.empty() : Optional.of(dynaKube()),
        job(),
        cron.value(),
        alerts(),
        loop.loop(namespace.value(), image.value(), tokenSecret.value()));
  }

  private Optional<LogConfigAlerts> alerts() {
    if (runbook.value().isEmpty()) {
      refuseWithoutAlerts(alertService);
      refuseWithoutAlerts(alertSeverity);
      return Optional.empty();
    }
    return Optional.of(
        new LogConfigAlerts(
            namespace.value(),
            namePrefix.value(),
            alertService.value().orElse("logconfig"),
            alertSeverity.value().orElse("medium"),
            runbook.value().get()));
  }

  private static void refuseWithoutAlerts(OptionValue<Optional<String>> option) {
    if (option.value().isPresent()) {
      throw new InvalidInputException(
          option.name()
              + " "
              + Quoted.of(option.value().get())
              + " has a meaning with --alert-runbook only");
    }
  }

  private LogConfigJob job() {
    return new LogConfigJob(
        namespace.value(),
        namePrefix.value(),
        image.value(),
        tokenSecret.value(),
        tokenKey.value());
  }

  /** A release with all three numbers is what is to be installed first. */
  private Optional<String> startingCsv() {
    return operatorVersion
        .value()
        .filter(version -> version.matches("v?[0-9]+\\.[0-9]+\\.[0-9]+"))
        .map(version -> "dynatrace-operator.v" + version.replaceFirst("^v", ""));
  }

  private DynaKube dynaKube() {
    OperatorRelease release =
        operatorVersion.value().map(OperatorRelease::parse).orElse(OperatorRelease.NEWEST);
    DynaKube usual = DynaKube.of(release, operatorSecret.value());
    return new DynaKube(
        namespace.value(),
        usual.name(),
        release,
        apiVersion.value().map(ManifestOptions::version).orElse(usual.version()),
        rollout(),
        usual.capabilities(),
        operatorSecret.value());
  }

  private DynaKube.Mode rollout() {
    return switch (mode.value()) {
      case "classic" -> DynaKube.Mode.CLASSIC_FULL_STACK;
      case "cloud-native" -> DynaKube.Mode.CLOUD_NATIVE_FULL_STACK;
      default ->
          throw new InvalidInputException(
              "--mode " + Quoted.of(mode.value()) + " is not classic or cloud-native");
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
