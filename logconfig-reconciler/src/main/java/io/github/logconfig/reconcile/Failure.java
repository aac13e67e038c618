package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.model.InvalidValueException;

/**
 * Why something could not be done.
 *
 * @param kind what sort of failure it is
 * @param message what happened, on one line, without secrets
 * @since 0.1.0
 */
public record Failure(FailureKind kind, String message) {

  static Failure of(DynatraceException failure) {
    return new Failure(FailureKind.of(failure), String.valueOf(failure.getMessage()));
  }

  /** The service told something that cannot be what it is meant to be. */
  static Failure unreadable(InvalidValueException value) {
    return new Failure(
        FailureKind.OTHER, "the service told something unreadable: " + value.getMessage());
  }
}
