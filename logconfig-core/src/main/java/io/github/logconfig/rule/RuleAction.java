package io.github.logconfig.rule;

import java.util.Locale;

/**
 * What a log rule does with the records that it matches.
 *
 * @since 0.1.0
 */
public enum RuleAction {
  /** The record is ingested. */
  INCLUDE,
  /** The record is dropped. */
  EXCLUDE;

  /** Returns the name of the action in output, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
