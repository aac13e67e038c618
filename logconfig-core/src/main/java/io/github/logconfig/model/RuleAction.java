package io.github.logconfig.model;

/**
 * What a log rule does with the records that it matches.
 *
 * @since 0.1.0
 */
public enum RuleAction {
  /** The record is sent to Dynatrace. */
  INCLUDE,
  /** The record is not sent. */
  EXCLUDE
}
