package io.github.logconfig.model;

/**
 * What is to happen to the logs of namespaces that nobody listed.
 *
 * @since 0.1.0
 */
public enum Policy {
  /**
   * The listed namespaces are ingested; for all others the wider scopes decide, as they did before.
   */
  ADDITIVE,
  /** Exactly the listed namespaces are ingested; a closing rule keeps everything else out. */
  EXCLUSIVE
}
