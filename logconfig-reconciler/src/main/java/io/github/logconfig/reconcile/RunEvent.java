package io.github.logconfig.reconcile;

import java.time.Duration;
import java.util.Optional;

/**
 * A completed run.
 *
 * @param kind the kind of run
 * @param duration the duration of the run
 * @param plan the plan that was made or applied
 * @param applied the result of applying; empty if nothing was applied
 * @param fleet the desired state of the run; empty if a plan was passed
 * @since 0.1.0
 */
public record RunEvent(
    Kind kind,
    Duration duration,
    PlanReport plan,
    Optional<ApplyReport> applied,
    Optional<DesiredFleet> fleet) {

  /** The kind of a run. */
  public enum Kind {
    /** Planned without applying. */
    PLAN,
    /** Applied changes. */
    APPLY,
    /** Verified that everything is as desired. */
    VERIFY
  }

  /** Returns whether nothing failed; a verification fails if anything is not as desired. */
  public boolean isSuccess() {
    return switch (kind) {
      case PLAN ->
          plan.failures().isEmpty() && plan.environments().isEmpty() && plan.problems().isEmpty();
      case APPLY -> applied.map(ApplyReport::isSuccess).orElse(false);
      case VERIFY -> plan.isAsDesired();
    };
  }
}
