package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.plan.PlanStep;
import java.util.List;
import java.util.Optional;

/**
 * Verdicts of the service on the steps of a plan.
 *
 * @param clusters one report per cluster in the order of the plan, followed by clusters without a
 *     plan
 * @since 0.1.0
 */
public record ValidationReport(List<Cluster> clusters) {

  /** Copies the reports. */
  public ValidationReport {
    clusters = List.copyOf(clusters);
  }

  /** Returns whether the plans of all clusters are valid. */
  public boolean isValid() {
    return clusters.stream().allMatch(Cluster::isValid);
  }

  /**
   * Verdicts of the service on the plan of one cluster.
   *
   * @param cluster the cluster
   * @param steps the verdict on each step, in the order of the plan
   * @param failure why some steps could not be checked; empty if all were
   */
  public record Cluster(ClusterName cluster, List<Step> steps, Optional<Failure> failure) {

    /** Copies the steps. */
    public Cluster {
      steps = List.copyOf(steps);
    }

    /** Returns whether the service could be asked and would refuse no step. */
    public boolean isValid() {
      return failure.isEmpty()
          && steps.stream().noneMatch(step -> step.verdict() == Step.Verdict.REFUSED);
    }
  }

  /**
   * Verdict of the service on one step.
   *
   * @param violations why the service would refuse the step, in its own words; empty otherwise
   */
  public record Step(PlanStep step, Verdict verdict, List<String> violations) {

    /** Copies the violations. */
    public Step {
      violations = List.copyOf(violations);
    }

    /** Verdict on a step. */
    public enum Verdict {
      /** The service would accept the step. */
      VALID,
      /** The service would refuse the step. */
      REFUSED,
      /**
       * The service would refuse the step now. It cannot check whether it would accept it after the
       * steps of the previous waves.
       */
      REFUSED_FOR_NOW,
      /** The service cannot check deletions. */
      NOT_CHECKED
    }
  }
}
