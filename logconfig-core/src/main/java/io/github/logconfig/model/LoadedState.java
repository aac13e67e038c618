package io.github.logconfig.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The desired state as a source has loaded it, with everything that was wrong with the source.
 *
 * <p>Whatever is missing from the state because of a problem may be desired nevertheless. So
 * callers must pass on the problems together with the state.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param state everything that is valid
 * @param problems what is wrong with the rest, ordered by file and line
 * @param warnings probable mistakes that leave nothing out; they block nothing
 * @param revision the revision of the source that was read
 * @param labels the labels of the clusters that have some, by cluster; they select clusters and
 *     have no influence on rules
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

  /** Creates the state of a source that knows neither warnings nor revisions nor labels. */
  public LoadedState(DesiredState state, List<Problem> problems) {
    this(state, problems, List.of(), SourceRevision.UNKNOWN, Map.of());
  }

  /** Returns the worst kind of the problems; empty if there is no problem. */
  public Optional<Problem.Kind> worst() {
    return problems.stream().map(Problem::kind).min(Comparator.naturalOrder());
  }

  /** Returns the same state with another revision. */
  public LoadedState withRevision(SourceRevision other) {
    return new LoadedState(state, problems, warnings, other, labels);
  }
}
