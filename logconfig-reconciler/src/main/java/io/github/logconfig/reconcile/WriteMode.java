package io.github.logconfig.reconcile;

/**
 * How changes of rules that are there already are written.
 *
 * @since 0.1.0
 */
public enum WriteMode {
  /**
   * One request per rule, under the lock of the state that the plan has seen: if somebody else has
   * written the rule since, nothing is written, and the cluster ends in a conflict.
   */
  LOCKED,
  /**
   * Many rules per request, each named by its external id and its object id, right after everything
   * was read. There is no lock: what somebody else writes to a rule of ours between the reading and
   * the writing is overwritten. Meant for mass changes; moves and deletions are locked as ever.
   */
  BATCHED
}
