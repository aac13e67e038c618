package io.github.logconfig.source;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read from a source.
 *
 * @param state everything that is sound
 * @param problems what is wrong with the rest, in the order of files and lines; empty if nothing
 *     is. Callers that write must not write while there are problems: what is missing from the
 *     state may be wanted
 * @param revision which state of the source was read
 * @param labels the labels of the clusters that have some, by cluster; they select clusters and
 *     play no part in the rules
 * @since 0.1.0
 */
public record LoadedState(
    DesiredState state,
    List<Problem> problems,
    SourceRevision revision,
    Map<ClusterName, Map<String, String>> labels) {

  /**
   * Copies the problems and labels.
   *
   * @param state as told above
   * @param problems as told above
   * @param revision as told above
   * @param labels as told above
   */
  public LoadedState {
    problems = List.copyOf(problems);
    labels = Map.copyOf(labels);
  }

  /**
   * What was read from a source that knows neither revisions nor labels.
   *
   * @param state everything that is sound
   * @param problems what is wrong with the rest
   */
  public LoadedState(DesiredState state, List<Problem> problems) {
    this(state, problems, SourceRevision.UNKNOWN, Map.of());
  }

  /**
   * The worst kind of problem that there is: it decides what a caller does about all of them.
   *
   * @return the kind; empty if there is no problem
   */
  public Optional<Problem.Kind> worst() {
    return problems.stream().map(Problem::kind).min(Comparator.naturalOrder());
  }

  /** The same, read at a revision. */
  LoadedState at(SourceRevision known) {
    return new LoadedState(state, problems, known, labels);
  }
}
