package io.github.logconfig.reconcile;

import java.util.Locale;

/**
 * What became of one cluster.
 *
 * @since 0.1.0
 */
public enum Outcome {
  /** It was as desired. */
  UNCHANGED,
  /** Every step was carried out, and the cluster is as desired. */
  APPLIED,
  /** Some steps were carried out, and the cluster is not as desired: see the failure. */
  PARTLY,
  /** Nothing was written, and the cluster is not as desired: see the failure. */
  FAILED,
  /** Somebody else changed the rules since they were read; nothing more was written. */
  CONFLICT,
  /** A guard kept the plan from being carried out; nothing was written. */
  REFUSED,
  /** Something else failed before this cluster's turn; nothing was written. */
  NOT_ATTEMPTED;

  /**
   * The outcome as programs read it.
   *
   * @return for example {@code not-attempted}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
