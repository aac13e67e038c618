package io.github.logconfig.reconcile;

import io.github.logconfig.plan.Explanation;
import java.util.Optional;

/**
 * Result of an explanation: exactly one component is present.
 *
 * @param explanation why the logs are ingested or not
 * @param failure why the explanation failed
 * @since 0.1.0
 */
public record ExplainReport(Optional<Explanation> explanation, Optional<Failure> failure) {

  /** Returns the result of an explanation that failed. */
  public static ExplainReport of(Failure failure) {
    return new ExplainReport(Optional.empty(), Optional.of(failure));
  }
}
