package io.github.logconfig.reconcile.rollout;

import java.util.Locale;

/**
 * The state of a stage. It follows from what is observed; nothing is stored.
 *
 * @since 0.1.0
 */
public enum StageState {
  /** All clusters are as desired, the soak time has passed, and the success condition holds. */
  DONE,
  /** All earlier stages are done, and clusters have changes that may be applied now. */
  READY,
  /** All clusters are as desired, and the soak time has not passed. */
  SOAKING,
  /** All clusters are as desired, and it is not known yet whether the logs arrive. */
  VERIFYING,
  /** Clusters have changes that may not be applied yet. */
  WAITING,
  /** Clusters of the stage are not selected, and were not observed. */
  UNKNOWN,
  /** A cluster is not as desired and cannot be changed, or the success condition does not hold. */
  FAILED;

  /**
   * Returns the state with a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StageState parse(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** Returns the state as it appears in JSON and metrics, for example {@code done}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
