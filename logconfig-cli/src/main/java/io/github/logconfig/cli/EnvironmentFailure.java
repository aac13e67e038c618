package io.github.logconfig.cli;

import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;

/** Failures of environments without clusters, as text for people. */
final class EnvironmentFailure {

  private EnvironmentFailure() {}

  /**
   * Returns the message; with the option that accepts an empty desired state if that is refused.
   */
  static String text(Failure failure) {
    return failure.kind() == FailureKind.GUARD
        ? failure.message() + ": apply --remove-orphans --allow-empty"
        : failure.message();
  }
}
