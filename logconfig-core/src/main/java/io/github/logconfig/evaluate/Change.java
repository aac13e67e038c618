package io.github.logconfig.evaluate;

/**
 * Whether something happens to at least one record.
 *
 * @since 0.1.0
 */
public enum Change {
  /** It happens to no record. */
  NO,
  /** It may happen; this is not known. */
  MAYBE,
  /** It happens to some record. */
  YES;

  /** Returns what is known if either happens. */
  Change or(Change other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Returns what is known if exactly one of two alternatives is true. */
  Change inOneOf(Change other) {
    return this == other ? this : MAYBE;
  }
}
