package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.AppInterfaceDirectorySource;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.LoadedState;
import io.github.logconfig.source.Problem;
import io.github.logconfig.source.YamlFileSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where desired state comes from, and which part of it is meant. */
final class DesiredStateOptions {

  @ArgGroup(multiplicity = "0..1", heading = "Desired state, one of:%n")
  private Source source = new Source();

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

  /** The sources, of which one is chosen. */
  static final class Source {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "YAML file with environments and clusters.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "Directory of app-interface data.")
    private @Nullable Path data;

    boolean isGiven() {
      return file != null || data != null;
    }

    DesiredStateSource open() {
      if (file != null) {
        return new YamlFileSource(file);
      }
      if (data != null) {
        return new AppInterfaceDirectorySource(data);
      }
      throw new InvalidInputException("name a source: --file or --data");
    }
  }

  /** Whether anything is said about desired state; a saved plan leaves nothing to say. */
  boolean isGiven() {
    return source.isGiven() || !clusters.isEmpty() || !environments.isEmpty() || policy != null;
  }

  /**
   * Loads the desired state and takes the selected part of it.
   *
   * @throws InvalidInputException if anything in the source is wrong, or the selection matches
   *     nothing
   */
  DesiredState load() {
    LoadedState loaded = source.open().load();
    if (!loaded.problems().isEmpty()) {
      throw new InvalidInputException(loaded.problems().stream().map(Problem::toString).toList());
    }
    DesiredState state = loaded.state();
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
