package io.github.logconfig.cli;

import io.github.logconfig.kubernetes.KubernetesClustersSource;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.source.DesiredStateSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where desired state comes from, and which part of it is meant. */
final class DesiredStateOptions {

  private final SourceOptions source = new SourceOptions();
  private final ConfigurationOptions configuration = new ConfigurationOptions();
  private final KubernetesOptions kubernetes = new KubernetesOptions();
  private final SelectionOptions selection = new SelectionOptions();

  private @Nullable SourceRevision revision;

  void addTo(CommandSpec command) {
    source.addTo(command);
    configuration.addTo(command);
    kubernetes.addTo(command);
    selection.addTo(command);
  }

  /** What the configuration file says. */
  OperatorConfiguration configuration() {
    return configuration.read();
  }

  /** Whether an option says anything about desired state; a saved plan leaves nothing to say. */
  boolean isGiven() {
    return source.isGiven() || kubernetes.isGiven() || selection.isGiven();
  }

  /**
   * Loads the desired state and takes the selected part of it.
   *
   * @param notes gets a line on the revision that was read, if the source has one, and the warnings
   * @throws InvalidInputException if the source has a problem that may not be passed over, or the
   *     selection matches nothing
   */
  SelectionOptions.Selected select(PrintWriter notes) {
    DesiredStateSource opened = open();
    LoadedState loaded = opened.load();
    List<Problem> partial =
        opened instanceof KubernetesClustersSource ? ofPresentClusters(loaded) : List.of();
    List<Problem> blocking =
        loaded.problems().stream().filter(problem -> !partial.contains(problem)).toList();
    loaded.warnings().forEach(warning -> warn(notes, source.located(warning)));
    partial.forEach(
        problem -> warn(notes, source.located(problem) + "; nothing is removed from this cluster"));
    if (!blocking.isEmpty()) {
      throw new InvalidInputException(
          blocking.stream().map(source::located).distinct().toList(),
          new LoadedState(loaded.state(), blocking)
              .worst()
              .map(DesiredStateOptions::exitCode)
              .orElse(ExitCode.INVALID_INPUT));
    }
    revision = loaded.revision();
    if (revision.isKnown()) {
      notes.println("logconfig: desired state of " + revision);
    }
    return select(loaded);
  }

  /**
   * Returns the problems with labels of clusters that are nevertheless in the state. Labels are not
   * reviewed, so one wrong label must not stop a run.
   */
  private static List<Problem> ofPresentClusters(LoadedState loaded) {
    Set<ClusterName> present =
        loaded.state().clusters().stream().map(DesiredCluster::name).collect(Collectors.toSet());
    return loaded.problems().stream()
        .filter(problem -> problem.line() == 0)
        .filter(problem -> problem.cluster().filter(present::contains).isPresent())
        .toList();
  }

  private static void warn(PrintWriter notes, String text) {
    notes.println("logconfig: warning: " + text);
  }

  /** The selected part of what was loaded. */
  SelectionOptions.Selected select(LoadedState loaded) {
    return selection.of(loaded, configuration());
  }

  /** As {@link #select(PrintWriter)}, for those who need only the clusters that are meant. */
  DesiredState load(PrintWriter notes) {
    return select(notes).state();
  }

  private static int exitCode(Problem.Kind kind) {
    return switch (kind) {
      case INVALID -> ExitCode.INVALID_INPUT;
      case DENIED -> ExitCode.PERMISSION;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
    };
  }

  /** A problem of the source, as somebody who gave the options understands it. */
  String located(Problem problem) {
    return source.located(problem);
  }

  /** The source itself, for those who load it again and again. */
  DesiredStateSource open() {
    return source.open(configuration(), kubernetes);
  }

  /** Sets the file that says what no option says: our own, or a config.toml of others. */
  void configUnlessGiven(Path config) {
    if (ForeignConfiguration.isToml(config)) {
      source.configUnlessGiven(config);
    } else {
      configuration.fileUnlessGiven(config);
    }
  }

  SelectionOptions selection() {
    return selection;
  }

  /**
   * Which state of the source {@link #select(PrintWriter)} has read; for documents that programs
   * read.
   */
  Map<String, String> revision() {
    Map<String, String> document = new LinkedHashMap<>();
    if (revision != null) {
      revision.sha256().ifPresent(digest -> document.put("bundle", digest));
      revision.gitCommit().ifPresent(commit -> document.put("commit", commit));
      revision.committed().ifPresent(time -> document.put("committed", time.toString()));
    }
    return document;
  }
}
