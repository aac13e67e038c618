package io.github.logconfig.reconcile;

import java.time.Duration;
import java.util.Optional;

/**
 * A run that has ended.
 *
 * @param kind what was to be done
 * @param duration how long it took
 * @param plan what was planned, or was given to be carried out
 * @param applied what applying came to; empty if nothing was to be applied
 * @param fleet the desired state of the run; empty if a plan was given
 * @since 0.1.0
 */
public record RunEvent(
    Kind kind,
    Duration duration,
    PlanReport plan,
    Optional<ApplyReport> applied,
    Optional<DesiredFleet> fleet) {

  /** What was to be done. */
  public enum Kind {
    /** To see what would change. */
    PLAN,
    /** To carry out changes. */
    APPLY,
    /** To see whether everything is as desired. */
    VERIFY
  }

  /**
   * Whether the run did what it was to do.
   *
   * @return true if nothing failed; a verification fails if anything is not as desired
   */
  public boolean isSuccess() {
    return switch (kind) {
      case PLAN ->
          plan.failures().isEmpty() && plan.environments().isEmpty() && plan.problems().isEmpty();
      case APPLY -> applied.map(ApplyReport::isSuccess).orElse(false);
      case VERIFY -> plan.isAsDesired();
    };
  }
}
