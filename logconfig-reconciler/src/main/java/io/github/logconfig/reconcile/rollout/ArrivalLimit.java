package io.github.logconfig.reconcile.rollout;

/**
 * How many namespaces of a stage may have a verdict that is not a success, for the stage to succeed
 * nevertheless.
 *
 * @param missing the limit on namespaces whose logs are missing
 * @param leaks the limit on namespaces whose logs should have stopped and still arrive
 * @param unknown the limit on namespaces of which it is not known whether their logs arrive
 * @param silent the limit on namespaces without records and without a known workload; {@link
 *     Integer#MAX_VALUE} if they do not matter
 * @since 0.1.0
 */
public record ArrivalLimit(int missing, int leaks, int unknown, int silent) {

  /** Allows none, except namespaces without records and without a known workload. */
  public static final ArrivalLimit NONE = new ArrivalLimit(0, 0, 0, Integer.MAX_VALUE);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is negative
   */
  public ArrivalLimit {
    if (missing < 0 || leaks < 0 || unknown < 0 || silent < 0) {
      throw new IllegalArgumentException(
          "limits of missing %d, leaks %d, unknown %d, silent %d; expected 0 or more"
              .formatted(missing, leaks, unknown, silent));
    }
  }

  /** Returns whether no number exceeds its limit. */
  boolean allows(StageDecision.Arrival found) {
    return found.missing() <= missing
        && found.leaks() <= leaks
        && found.unknown() <= unknown
        && found.silent() <= silent;
  }
}
