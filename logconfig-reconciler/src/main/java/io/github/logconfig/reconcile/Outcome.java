package io.github.logconfig.reconcile;

import java.util.Locale;
import java.util.Optional;

/**
 * Outcome of one cluster.
 *
 * @since 0.1.0
 */
public enum Outcome {
  /** The cluster was already as desired. */
  UNCHANGED,
  /** All steps were done, and the cluster is as desired. */
  APPLIED,
  /** Some steps were done, and the cluster is not as desired: see the failure. */
  PARTLY,
  /** Nothing was written, and the cluster is not as desired: see the failure. */
  FAILED,
  /** The rules have changed since they were read; nothing more was written. */
  CONFLICT,
  /** The plan was refused, for example by the impact limit; nothing was written. */
  REFUSED,
  /** The run ended before this cluster, or the cluster waits for an earlier stage. */
  NOT_ATTEMPTED;

  /**
   * Returns the outcome of a cluster. A failure that is left over counts even if all steps were
   * done.
   *
   * @param steps the number of steps of the plan
   * @param done the number of steps that were done
   * @param failure why the cluster is not as desired; empty if it is
   */
  public static Outcome of(int steps, int done, Optional<Failure> failure) {
    if (failure.isEmpty()) {
      return steps == 0 ? UNCHANGED : APPLIED;
    }
    FailureKind kind = failure.get().kind();
    boolean overwritten = kind == FailureKind.CONFLICT && done == steps;
    if (done > 0 && !overwritten) {
      return PARTLY;
    }
    return switch (kind) {
      case CONFLICT -> CONFLICT;
      case REFUSED -> REFUSED;
      case CANCELLED, WAITING -> NOT_ATTEMPTED;
      default -> FAILED;
    };
  }

  /** Returns the outcome as it appears in JSON and metrics, for example {@code not-attempted}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
