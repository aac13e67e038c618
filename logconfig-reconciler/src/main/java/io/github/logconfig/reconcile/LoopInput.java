package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one round of a {@link ReconcileLoop} is about.
 *
 * @param desired what is known to be wanted, as far as it is sound
 * @param reconciler brings it about; has a client for every environment of {@code desired}
 * @param problems what is wrong with the source; if anything is, the desired state may lack
 *     something that is wanted, and the round takes nothing away
 * @param failures clusters that are wanted but cannot be tried, and why; none of {@code desired}
 * @param revision which state of the source this is, for people; empty if the source does not say
 * @since 0.1.0
 */
public record LoopInput(
    DesiredState desired,
    Reconciler reconciler,
    List<String> problems,
    Map<ClusterName, Failure> failures,
    String revision) {

  /**
   * Copies the problems and failures.
   *
   * @param desired as told above
   * @param reconciler as told above
   * @param problems as told above
   * @param failures as told above
   * @param revision as told above
   */
  public LoopInput {
    problems = List.copyOf(problems);
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  /**
   * The input of a round in which everything is known and can be tried.
   *
   * @param desired all that is wanted
   * @param reconciler brings it about
   * @return the input
   */
  public static LoopInput of(DesiredState desired, Reconciler reconciler) {
    return new LoopInput(desired, reconciler, List.of(), Map.of(), "");
  }

  /**
   * Whether all that is wanted is known.
   *
   * @return true if the source has no problems
   */
  public boolean isComplete() {
    return problems.isEmpty();
  }
}
