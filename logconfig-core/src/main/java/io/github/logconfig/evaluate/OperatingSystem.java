package io.github.logconfig.evaluate;

/**
 * Where a record was written, as far as it matters to rules.
 *
 * @since 0.1.0
 */
public enum OperatingSystem {
  /** Windows: the names of log sources are compared without regard to case. */
  WINDOWS,
  /** Any other: everything is compared exactly. */
  OTHER
}
