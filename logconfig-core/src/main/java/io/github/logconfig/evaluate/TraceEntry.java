package io.github.logconfig.evaluate;

import java.util.Locale;

/**
 * The evaluation of one rule for a record.
 *
 * @param rule the rule
 * @param outcome the result of the evaluation
 * @since 0.1.0
 */
public record TraceEntry(ScopedRule rule, Outcome outcome) {

  /** The result of evaluating a rule for a record. */
  public enum Outcome {
    /** The rule is disabled and was skipped. */
    DISABLED,
    /** The rule does not match. */
    NO_MATCH,
    /** The rule may match: it depends on something that this version does not know. */
    MAY_MATCH,
    /** The rule matches and decides. */
    MATCHED;

    /** Returns the name of the outcome in output, for example {@code no-match}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
