package io.github.logconfig.evaluate;

/**
 * The operating system on which a record was written.
 *
 * @since 0.1.0
 */
public enum OperatingSystem {
  /** Windows: the names of log sources are compared without regard to case. */
  WINDOWS,
  /** Any other system: all values are compared exactly. */
  OTHER
}
