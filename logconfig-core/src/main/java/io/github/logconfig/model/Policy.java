package io.github.logconfig.model;

import java.util.Locale;

/**
 * What happens to the logs of namespaces that are not desired.
 *
 * @since 0.1.0
 */
public enum Policy {
  /** The desired namespaces are ingested; for all others the other rules decide. */
  ADDITIVE,
  /** Only the desired namespaces are ingested; a catch-all rule excludes everything else. */
  EXCLUSIVE;

  /**
   * Returns the policy with this name: {@code additive} or {@code exclusive}.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static Policy parse(String text) {
    for (Policy policy : values()) {
      if (policy.label().equals(text)) {
        return policy;
      }
    }
    throw new InvalidValueException("policy", text, "additive or exclusive");
  }

  /** Returns the name of the policy in files and output, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
