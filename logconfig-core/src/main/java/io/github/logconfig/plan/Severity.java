package io.github.logconfig.plan;

import io.github.logconfig.model.InvalidValueException;
import java.util.Locale;

/**
 * The severity of a finding.
 *
 * @since 0.1.0
 */
public enum Severity {
  /** For information. */
  INFO,
  /** The plan can be applied, but its result may be unexpected. */
  WARNING,
  /** The desired state cannot be reached completely. */
  ERROR;

  /**
   * Returns the severity with this label.
   *
   * @throws InvalidValueException if the text is not {@code info}, {@code warning} or {@code error}
   */
  public static Severity parse(String text) {
    for (Severity severity : values()) {
      if (severity.label().equals(text)) {
        return severity;
      }
    }
    throw new InvalidValueException("severity", text, "info, warning or error");
  }

  /** Returns the name of the severity in output, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
