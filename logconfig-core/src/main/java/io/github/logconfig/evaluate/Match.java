package io.github.logconfig.evaluate;

/** How a condition relates to a set of records of which only some attributes are known. */
enum Match {
  /** It holds for every record. */
  ALL,
  /** It may hold for some and not for others, or it is not known. */
  SOME,
  /** It holds for no record. */
  NONE;

  /** Returns the result if both conditions are required. */
  Match and(Match other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
