package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.AppInterfaceDirectorySource;
import io.github.logconfig.source.BundleSource;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.GraphQlSource;
import io.github.logconfig.source.LoadedState;
import io.github.logconfig.source.Problem;
import io.github.logconfig.source.SourceRevision;
import io.github.logconfig.source.YamlFileSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where desired state comes from, and which part of it is meant. */
final class DesiredStateOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  private @Nullable SourceRevision revision;

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

    @Option(
        names = "--bundle",
        paramLabel = "FILE",
        description = "Bundle of app-interface data: the data.json of qontract-server.")
    private @Nullable Path bundle;

    @Option(
        names = "--graphql",
        paramLabel = "URL",
        description = {
          "GraphQL endpoint of a qontract-server.",
          "GRAPHQL_TOKEN is sent as the whole Authorization header."
        })
    private @Nullable URI graphQl;

    @Option(
        names = "--graphql-config",
        paramLabel = "FILE",
        description = "config.toml that names a qontract-server: [graphql] server, token.")
    private @Nullable Path graphQlConfig;

    @Option(
        names = "--source",
        paramLabel = "KIND:LOCATION",
        description = "Any kind of source there is, those of extensions included.")
    private @Nullable String other;

    boolean isGiven() {
      return Stream.of(file, data, bundle, graphQl, graphQlConfig, other)
          .anyMatch(Objects::nonNull);
    }

    DesiredStateSource open() {
      if (file != null) {
        return new YamlFileSource(file);
      }
      if (data != null) {
        return new AppInterfaceDirectorySource(data);
      }
      if (bundle != null) {
        return new BundleSource(bundle);
      }
      if (graphQlConfig != null) {
        return GraphQlSource.ofConfig(graphQlConfig);
      }
      try {
        if (graphQl != null) {
          return GraphQlSource.of(graphQl, Optional.ofNullable(System.getenv("GRAPHQL_TOKEN")));
        }
        if (other != null) {
          return DesiredStateSources.open(other);
        }
      } catch (InvalidValueException e) {
        throw new InvalidInputException(String.valueOf(e.getMessage()));
      }
      throw new InvalidInputException(
          "name a source: --file, --data, --bundle, --graphql, --graphql-config or --source");
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
    revision = loaded.revision();
    if (revision.isKnown() && spec != null) {
      spec.commandLine().getErr().println("logconfig: desired state of " + revision);
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

  /** Which state of the source {@link #load} has read; for documents that programs read. */
  Map<String, String> revision() {
    Map<String, String> document = new LinkedHashMap<>();
    if (revision != null) {
      revision.sha256().ifPresent(digest -> document.put("bundle", digest));
      revision.gitCommit().ifPresent(commit -> document.put("commit", commit));
      revision.committed().ifPresent(time -> document.put("committed", time.toString()));
    }
    return document;
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
