package io.github.logconfig.evaluate;

/**
 * One rule that a record came to, and what became of it there.
 *
 * @param rule the rule
 * @param outcome what became of the record
 * @since 0.1.0
 */
public record TraceEntry(ScopedRule rule, Outcome outcome) {

  /** What becomes of a record at a rule. */
  public enum Outcome {
    /** The rule is switched off, and passed over. */
    DISABLED,
    /** The rule does not match. */
    NO_MATCH,
    /** The rule may match: it looks at something that this version does not know. */
    MAY_MATCH,
    /** The rule matches, and decides. */
    MATCHED
  }
}
