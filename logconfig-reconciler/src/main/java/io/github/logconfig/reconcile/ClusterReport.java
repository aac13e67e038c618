package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.plan.PlanStep;
import java.util.List;
import java.util.Optional;

/**
 * Result for one cluster.
 *
 * @param cluster the cluster
 * @param outcome the outcome
 * @param stepsDone the number of steps that were done
 * @param failure why the cluster is not as desired; empty if it is
 * @param steps the result of each step, in the order of the plan
 * @since 0.1.0
 */
public record ClusterReport(
    ClusterName cluster,
    Outcome outcome,
    int stepsDone,
    Optional<Failure> failure,
    List<Step> steps) {

  /** Copies the steps. */
  public ClusterReport {
    steps = List.copyOf(steps);
  }

  /** Creates a report of a cluster without a plan. */
  public ClusterReport(
      ClusterName cluster, Outcome outcome, int stepsDone, Optional<Failure> failure) {
    this(cluster, outcome, stepsDone, failure, List.of());
  }

  /**
   * Result of one step.
   *
   * @param failure why the step failed; empty if it did not
   */
  public record Step(PlanStep step, Status status, Optional<Failure> failure) {

    /** The status of a step. */
    public enum Status {
      /** The rule is written. */
      DONE,
      /** The step was sent; the rule is not written, or its state is unknown. */
      FAILED,
      /** The step was not sent. */
      NOT_ATTEMPTED
    }
  }
}
