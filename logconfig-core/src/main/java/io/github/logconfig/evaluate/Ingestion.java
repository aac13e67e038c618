package io.github.logconfig.evaluate;

/**
 * Whether the records of a namespace are ingested.
 *
 * @since 0.1.0
 */
public enum Ingestion {
  /** Every record is. */
  YES,
  /** No record is. */
  NO,
  /** Some may be and some may not: it depends on attributes other than the namespace. */
  DEPENDS
}
