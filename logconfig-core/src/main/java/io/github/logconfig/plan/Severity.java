package io.github.logconfig.plan;

/**
 * How much a finding matters.
 *
 * @since 0.1.0
 */
public enum Severity {
  /** Good to know. */
  INFO,
  /** The plan can be applied, but the result may not be what was meant. */
  WARNING,
  /** The desired state cannot be reached, in whole or in part. */
  ERROR
}
