package io.github.logconfig.reconcile;

import io.github.logconfig.model.InvalidValueException;
import java.util.Locale;

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
  BATCHED;

  /**
   * Returns the write mode with this name: {@code locked} or {@code batched}.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static WriteMode parse(String text) {
    for (WriteMode mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw new InvalidValueException("write mode", text, "locked or batched");
  }
}
