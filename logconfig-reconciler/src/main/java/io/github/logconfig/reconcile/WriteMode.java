package io.github.logconfig.reconcile;

import io.github.logconfig.model.InvalidValueException;
import java.util.Locale;

/**
 * How existing rules are changed.
 *
 * @since 0.1.0
 */
public enum WriteMode {
  /**
   * One request per rule, under the update token that the plan has read. If the rule has changed
   * since, nothing is written, and the cluster ends with a conflict.
   */
  LOCKED,
  /**
   * Many rules per request, identified by external id and object id, immediately after everything
   * was read. Changes that another client makes to a managed rule between reading and writing are
   * overwritten. Intended for mass changes. Moves and deletions are written as in {@link #LOCKED}.
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
