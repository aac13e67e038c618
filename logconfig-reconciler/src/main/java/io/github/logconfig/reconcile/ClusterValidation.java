package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import java.util.List;
import java.util.Optional;

/**
 * What the service says of the plan of one cluster.
 *
 * @param cluster the cluster
 * @param steps what it says of each step, in the order of the plan
 * @param failure why it could not be asked about all of them; empty if it was
 * @since 0.1.0
 */
public record ClusterValidation(
    ClusterName cluster, List<StepValidation> steps, Optional<Failure> failure) {

  /**
   * Copies the steps.
   *
   * @param cluster as told above
   * @param steps as told above
   * @param failure as told above
   */
  public ClusterValidation {
    steps = List.copyOf(steps);
  }

  /**
   * Whether nothing speaks against the plan.
   *
   * @return true if no step would be refused, and the service could be asked
   */
  public boolean isValid() {
    return failure.isEmpty()
        && steps.stream().noneMatch(step -> step.verdict() == StepValidation.Verdict.REFUSED);
  }
}
