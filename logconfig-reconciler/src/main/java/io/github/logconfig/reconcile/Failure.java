package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceException;

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
}
