package io.github.logconfig.model;

import java.util.Locale;

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
  EXCLUSIVE;

  /**
   * Parses the name of a policy: {@code additive} or {@code exclusive}.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static Policy parse(String text) {
    for (Policy policy : values()) {
      if (policy.name().toLowerCase(Locale.ROOT).equals(text)) {
        return policy;
      }
    }
    throw new InvalidValueException("policy", text, "additive or exclusive");
  }
}
