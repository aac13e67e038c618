package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.OperatorConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of the desired state is meant. */
final class SelectionOptions {

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Only this cluster; may be repeated.")
  private List<String> clusters = new ArrayList<>();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Only clusters of this environment; may be repeated.")
  private List<String> environments = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "additive|exclusive",
      description = "Policy of all selected clusters, whatever the desired state says.")
  private @Nullable String policy;

  boolean isGiven() {
    return !clusters.isEmpty() || !environments.isEmpty() || policy != null;
  }

  /**
   * The selected part of a desired state.
   *
   * @throws InvalidInputException if the selection names what is not there
   */
  DesiredState of(DesiredState state, OperatorConfiguration configuration) {
    List<String> clusterNames = clusters.isEmpty() ? configuration.clusters() : clusters;
    List<String> environmentNames =
        environments.isEmpty() ? configuration.onlyEnvironments() : environments;
    Optional<Policy> chosen = policy().or(configuration::policy);
    requireKnown(
        "--cluster",
        clusterNames,
        state.clusters().stream().map(cluster -> cluster.name().value()).toList());
    requireKnown(
        "--environment",
        environmentNames,
        state.environments().stream().map(environment -> environment.name().value()).toList());
    List<DesiredCluster> selected =
        state.clusters().stream()
            .filter(
                cluster ->
                    isSelected(cluster.name().value(), clusterNames)
                        && isSelected(cluster.environment().name().value(), environmentNames))
            .map(
                cluster ->
                    chosen
                        .map(it -> DesiredCluster.builder().from(cluster).policy(it).build())
                        .orElse(cluster))
            .toList();
    return DesiredState.builder().from(state).clusters(selected).build();
  }

  private static boolean isSelected(String name, List<String> names) {
    return names.isEmpty() || names.contains(name);
  }

  private Optional<Policy> policy() {
    if (policy == null) {
      return Optional.empty();
    }
    for (Policy known : Policy.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(policy)) {
        return Optional.of(known);
      }
    }
    throw new InvalidInputException(
        "--policy " + Quoted.of(policy) + " is not additive or exclusive");
  }

  private static void requireKnown(String option, List<String> asked, List<String> known) {
    List<String> unknown = asked.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          unknown.stream()
              .map(
                  name ->
                      option
                          + " "
                          + Quoted.of(name)
                          + " is not in the desired state; known are "
                          + (known.isEmpty() ? "none" : String.join(", ", known)))
              .toList());
    }
  }
}
