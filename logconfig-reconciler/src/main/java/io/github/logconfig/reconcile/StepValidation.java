package io.github.logconfig.reconcile;

import io.github.logconfig.plan.PlanStep;
import java.util.List;

/**
 * What the service says of one step that it was asked to check.
 *
 * @param step the step
 * @param verdict what it says
 * @param violations why it would refuse, in its own words; empty unless it would
 * @since 0.1.0
 */
public record StepValidation(PlanStep step, Verdict verdict, List<String> violations) {

  /**
   * Copies the violations.
   *
   * @param step as told above
   * @param verdict as told above
   * @param violations as told above
   */
  public StepValidation {
    violations = List.copyOf(violations);
  }

  /** What the service says. */
  public enum Verdict {
    /** It would carry the step out. */
    VALID,
    /** It would refuse the step. */
    REFUSED,
    /**
     * It would refuse the step as things are now; whether it still would when the steps before
     * stand, it cannot tell.
     */
    REFUSED_FOR_NOW,
    /** The service checks no deletions. */
    NOT_CHECKED
  }
}
