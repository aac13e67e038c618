package io.github.logconfig.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The desired state that a source has loaded, together with its problems.
 *
 * <p>A part that is missing because of a problem may be desired nevertheless. Callers must
 * therefore pass the problems on together with the state.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param state the valid part of the desired state
 * @param problems the reasons why other parts are missing, ordered by file and line
 * @param warnings probable mistakes; nothing is missing because of them
 * @param revision the revision of the source
 * @param labels the labels of the clusters that have some; they select clusters and do not affect
 *     rules
 * @since 0.1.0
 */
public record LoadedState(
    DesiredState state,
    List<Problem> problems,
    List<Problem> warnings,
    SourceRevision revision,
    Map<ClusterName, Map<String, String>> labels) {

  /** Copies the collections. */
  public LoadedState {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    labels = Map.copyOf(labels);
  }

  /** Creates the state of a source that supports neither warnings nor revisions nor labels. */
  public LoadedState(DesiredState state, List<Problem> problems) {
    this(state, problems, List.of(), SourceRevision.UNKNOWN, Map.of());
  }

  /** Returns the most severe kind of the problems; empty if there is no problem. */
  public Optional<Problem.Kind> worst() {
    return problems.stream().map(Problem::kind).min(Comparator.naturalOrder());
  }

  /** Returns the same state with another revision. */
  public LoadedState withRevision(SourceRevision other) {
    return new LoadedState(state, problems, warnings, other, labels);
  }
}
