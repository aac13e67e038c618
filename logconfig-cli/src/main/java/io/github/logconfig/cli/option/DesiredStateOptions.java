package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.cli.view.Progress;
import io.github.logconfig.kubernetes.ExistingNamespaces;
import io.github.logconfig.kubernetes.KubernetesClustersSource;
import io.github.logconfig.kubernetes.RunningPods;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.arrival.WorkloadSource;
import io.github.logconfig.reconcile.arrival.WorkloadSource.Workloads;
import io.github.logconfig.source.AppInterfaceSource;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.GraphQlSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** The desired state: source, configuration file and selection. */
public final class DesiredStateOptions {

  @Mixin private SourceOptions source = new SourceOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();
  @Mixin private KubernetesOptions kubernetes = new KubernetesOptions();
  @Mixin private SelectionOptions selection = new SelectionOptions();

  private @Nullable SourceRevision revision;
  private @Nullable DesiredStateSource openedSource;

  /** Returns the content of the configuration file. */
  public OperatorConfiguration configuration() {
    return configuration.read();
  }

  NetworkOptions network() {
    return network;
  }

  /** Returns whether any option names a desired state. */
  public boolean isGiven() {
    return source.isGiven() || kubernetes.isGiven() || selection.isGiven();
  }

  /** Requires that no option names a desired state, since {@code option} does. */
  public void requireNone(String option) {
    if (isGiven()) {
      throw new InvalidInputException(
          option
              + " excludes --file, --data, --cluster, --environment, --policy and all other options"
              + " of the desired state");
    }
  }

  /** Returns an option that is of no use to templates of all clusters, if there is one. */
  public Optional<String> excludedByTemplates() {
    return source
        .location()
        .or(
            () ->
                kubernetes.isGiven()
                    ? Optional.of("the options of --kubernetes")
                    : Optional.empty())
        .or(
            () ->
                selection.isGiven()
                    ? Optional.of("--cluster, --environment, --label, --shard or --policy")
                    : Optional.empty());
  }

  /** Returns the name by which a cluster disables logconfig. */
  public String integration() {
    return source.integration(configuration());
  }

  /** Returns whether an option or the configuration file names a desired state. */
  public boolean hasSource() {
    return source.isGiven() || kubernetes.isGiven() || configuration().source().isPresent();
  }

  /**
   * Returns the environments of the configuration file, without a desired state.
   *
   * @throws InvalidInputException if there are none, or the selection matches none
   */
  public SelectionOptions.Selected selectPinned() {
    DesiredState pinned =
        DesiredState.builder()
            .addAllEnvironments(
                configuration().environments().entrySet().stream()
                    .map(it -> Environment.of(it.getKey().value(), it.getValue().url().toString()))
                    .sorted(Comparator.comparing(Environment::name))
                    .toList())
            .build();
    if (pinned.environments().isEmpty()) {
      throw new InvalidInputException(
          "no environments; expected a desired state (--file, --data, ...), or a configuration"
              + " file with environments (--config)");
    }
    return select(new LoadedState(pinned, List.of()));
  }

  /** Returns whether options or the configuration file may leave out clusters. */
  public boolean selectsPart() {
    return selection.selectsPart(configuration());
  }

  /**
   * Loads the desired state and returns the selected part of it.
   *
   * @param err gets warnings, and a line with the revision if the source has one
   * @param progress shows what the source waits for, until it is loaded
   * @throws InvalidInputException if the source has problems that block a run, or the selection
   *     matches nothing
   */
  public SelectionOptions.Selected select(PrintWriter err, Optional<Progress> progress) {
    return select(err, progress, warning -> {});
  }

  /** Like {@link #select(PrintWriter, Optional)}; {@code warned} also gets the warnings. */
  public SelectionOptions.Selected select(
      PrintWriter err, Optional<Progress> progress, Consumer<Problem> warned) {
    DesiredStateSource opened = open(progress);
    LoadedState loaded = opened.load();
    progress.ifPresent(Progress::hide);
    List<Problem> partial =
        opened instanceof KubernetesClustersSource ? ofPresentClusters(loaded) : List.of();
    List<Problem> blocking =
        loaded.problems().stream().filter(problem -> !partial.contains(problem)).toList();
    loaded.warnings().forEach(warning -> warn(err, source.located(warning)));
    loaded.warnings().forEach(warned);
    partial.forEach(warned);
    partial.forEach(
        problem ->
            warn(
                err,
                source.located(problem)
                    + (problem.namespace().isPresent()
                        ? "; the namespace stays as it is"
                        : "; nothing is removed from this cluster")));
    new LoadedState(loaded.state(), blocking)
        .worst()
        .ifPresent(
            worst -> {
              throw InvalidInputException.of(FailureKind.of(worst), blocking, source::located);
            });
    revision = loaded.revision();
    if (revision.isKnown()) {
      err.println("logconfig: desired state of " + revision);
    }
    return select(loaded);
  }

  /**
   * Returns the problems with labels of clusters that are in the state nevertheless. Labels are not
   * reviewed, so an invalid one must not stop a run.
   */
  private static List<Problem> ofPresentClusters(LoadedState loaded) {
    Set<ClusterName> present =
        loaded.state().clusters().stream().map(DesiredCluster::name).collect(Collectors.toSet());
    return loaded.problems().stream()
        .filter(problem -> problem.location().line() == 0)
        .filter(problem -> problem.cluster().filter(present::contains).isPresent())
        .toList();
  }

  private static void warn(PrintWriter err, String text) {
    err.println("logconfig: warning: " + text);
  }

  /** Returns the selected part of a loaded desired state. */
  public SelectionOptions.Selected select(LoadedState loaded) {
    return selection.of(loaded, configuration());
  }

  /** Returns a problem of the source as one line. */
  public String located(Problem problem) {
    return source.located(problem);
  }

  /**
   * Returns how to opt in a namespace, in the terms of the source.
   *
   * @param cluster the cluster; empty if it could be any
   */
  public String optIn(NamespaceName namespace, Optional<DesiredCluster> cluster) {
    String ofCluster = cluster.map(it -> "cluster " + it.name()).orElse("its cluster");
    if (openedSource instanceof AppInterfaceSource) {
      Optional<SourceLocation> file = cluster.flatMap(it -> it.locations().namespace(namespace));
      return "set enableDynatraceLogging: true in "
          + file.map(SourceLocation::toString)
              .orElseGet(
                  () ->
                      "the file of namespace "
                          + namespace
                          + cluster
                              .flatMap(it -> it.locations().cluster())
                              .map(it -> ", which must refer to the cluster in " + it.name())
                              .orElse(" of " + ofCluster));
    }
    if (openedSource instanceof KubernetesClustersSource) {
      return "run kubectl label namespace "
          + namespace
          + " "
          + kubernetes.optInKey()
          + "=true in "
          + ofCluster;
    }
    return "add "
        + namespace
        + " to the namespaces of "
        + ofCluster
        + cluster
            .flatMap(it -> it.locations().cluster())
            .map(place -> " at " + place)
            .orElseGet(() -> " in " + source.named(configuration()));
  }

  /**
   * Opens the source, for callers that load it repeatedly.
   *
   * @param progress shows what the source waits for
   */
  public DesiredStateSource open(Optional<Progress> progress) {
    DesiredStateSource opened =
        network.configure(configuration().network(), source.open(configuration(), kubernetes));
    openedSource = opened;
    if (progress.isPresent() && opened instanceof GraphQlSource server) {
      return server.withActivity(progress.get()::refine);
    }
    if (progress.isPresent() && opened instanceof KubernetesClustersSource clusters) {
      return clusters.withActivity(progress.get()::refine);
    }
    return opened;
  }

  /** Sets the file to read if no option names one: a configuration file or a config.toml. */
  public void setFallbackConfig(Path config) {
    if (SourceOptions.ConfigToml.isToml(config)) {
      source.setFallback(config);
    } else {
      configuration.setFallback(config);
    }
  }

  /** Lets the options of {@code --kubernetes} choose clusters that are not the source. */
  public void setReadsContexts() {
    kubernetes.setReadsContexts();
  }

  /**
   * Reads the namespaces that exist in clusters.
   *
   * @throws InvalidInputException if an option is invalid, or the clusters are the source
   */
  public ExistingNamespaces.Result existingNamespaces(Collection<DesiredCluster> clusters) {
    if (openedSource instanceof KubernetesClustersSource) {
      throw new InvalidInputException(
          "--check-namespaces excludes --kubernetes, whose namespaces exist");
    }
    try {
      return network
          .configure(configuration().network(), kubernetes.existing(clusters.size()))
          .read(clusters);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ExistingNamespaces.Result(Map.of(), Map.of());
    }
  }

  /**
   * Returns whether {@link #workloads} reads running pods.
   *
   * @param byContext as there
   */
  public boolean checksWorkloads(boolean byContext) {
    return byContext || openedSource instanceof KubernetesClustersSource;
  }

  /**
   * Returns how to read the running pods of clusters: those of the source that was opened, if it is
   * {@code --kubernetes}.
   *
   * @param byContext whether the clusters of other sources are read by the contexts of the
   *     kubeconfig that have their names
   */
  public WorkloadSource workloads(boolean byContext) {
    if (openedSource instanceof KubernetesClustersSource clusters) {
      return silent -> workloads(clusters.runningPods(), silent);
    }
    if (!byContext) {
      return WorkloadSource.NONE;
    }
    ExistingNamespaces contexts =
        network.configure(configuration().network(), kubernetes.contexts());
    return silent -> workloads(contexts.runningPods(), silent);
  }

  private static Workloads workloads(
      RunningPods pods, Map<DesiredCluster, Set<NamespaceName>> silent) {
    try {
      RunningPods.Result read = pods.read(silent);
      return new Workloads(read.namespaces(), read.unread());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Workloads.NONE;
    }
  }

  /** Returns the options that select a part. */
  public SelectionOptions selection() {
    return selection;
  }

  /**
   * Returns the revision that {@link #select(PrintWriter, Optional)} has read, as a tree for
   * documents.
   */
  public Map<String, String> revision() {
    Map<String, String> document = new LinkedHashMap<>();
    if (revision != null) {
      revision.sha256().ifPresent(digest -> document.put("bundle", digest));
      revision.gitCommit().ifPresent(commit -> document.put("commit", commit));
      revision.committed().ifPresent(time -> document.put("committed", time.toString()));
    }
    return document;
  }
}
