package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  DesiredState of(DesiredState state) {
    requireKnown(
        "--cluster",
        clusters,
        state.clusters().stream().map(cluster -> cluster.name().value()).toList());
    requireKnown(
        "--environment",
        environments,
        state.environments().stream().map(environment -> environment.name().value()).toList());
    List<DesiredCluster> selected =
        state.clusters().stream().filter(this::isSelected).map(this::withPolicy).toList();
    return DesiredState.builder().from(state).clusters(selected).build();
  }

  private boolean isSelected(DesiredCluster cluster) {
    return (clusters.isEmpty() || clusters.contains(cluster.name().value()))
        && (environments.isEmpty() || environments.contains(cluster.environment().name().value()));
  }

  private DesiredCluster withPolicy(DesiredCluster cluster) {
    if (policy == null) {
      return cluster;
    }
    for (Policy known : Policy.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(policy)) {
        return DesiredCluster.builder().from(cluster).policy(known).build();
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
