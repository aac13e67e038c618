package io.github.logconfig.evaluate;

/**
 * Whether a set of records, for example all records of a namespace, is ingested.
 *
 * @since 0.1.0
 */
public enum Verdict {
  /** Every record is ingested. */
  INGESTED,
  /** No record is ingested. */
  NOT_INGESTED,
  /** Some records are ingested and some are not, depending on attributes that are not given. */
  PARTLY,
  /**
   * Not known: it depends on a scope that may or may not apply, or on a rule that this version does
   * not know completely.
   */
  UNKNOWN;

  /** Returns what is known if either this verdict or another one holds. */
  public Verdict or(Verdict other) {
    return this == other ? this : UNKNOWN;
  }
}
