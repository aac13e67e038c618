package io.github.logconfig.reconcile;

import io.github.logconfig.plan.PlanStep;
import java.util.Optional;

/**
 * What became of one step.
 *
 * @param step the step
 * @param outcome how it went
 * @param failure why it failed; empty if it did not
 * @since 0.1.0
 */
public record StepReport(PlanStep step, Outcome outcome, Optional<Failure> failure) {

  /** How a step went. */
  public enum Outcome {
    /** The rule is as the step says. */
    DONE,
    /** It was sent, and the rule is not as the step says, or nobody can tell. */
    FAILED,
    /** It was not sent. */
    NOT_ATTEMPTED
  }
}
