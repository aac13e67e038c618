package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import java.util.List;
import java.util.Optional;

/**
 * What became of one cluster.
 *
 * @param cluster the cluster
 * @param outcome what became of it
 * @param stepsDone how many steps were carried out
 * @param failure what went wrong; empty if nothing did
 * @param steps what became of each step of the plan, in its order
 * @since 0.1.0
 */
public record ClusterReport(
    ClusterName cluster,
    Outcome outcome,
    int stepsDone,
    Optional<Failure> failure,
    List<StepReport> steps) {

  /**
   * Copies the steps.
   *
   * @param cluster as told above
   * @param outcome as told above
   * @param stepsDone as told above
   * @param failure as told above
   * @param steps as told above
   */
  public ClusterReport {
    steps = List.copyOf(steps);
  }

  /**
   * A report of a cluster without a plan.
   *
   * @param cluster as told above
   * @param outcome as told above
   * @param stepsDone as told above
   * @param failure as told above
   */
  public ClusterReport(
      ClusterName cluster, Outcome outcome, int stepsDone, Optional<Failure> failure) {
    this(cluster, outcome, stepsDone, failure, List.of());
  }
}
