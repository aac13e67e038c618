package io.github.logconfig.dynatrace;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why the service refused something.
 *
 * @param code the HTTP status that the service gives to it
 * @param message what the service says; may be empty
 * @param violations what is wrong in detail; may be empty
 * @since 0.1.0
 */
public record SettingsError(int code, String message, List<ConstraintViolation> violations) {

  /**
   * Copies the violations.
   *
   * @param code as told above
   * @param message as told above
   * @param violations as told above
   */
  public SettingsError {
    violations = List.copyOf(violations);
  }

  @Override
  public String toString() {
    String what = message.isEmpty() ? "no reason given" : message;
    return violations.isEmpty()
        ? what
        : what
            + violations.stream()
                .map(ConstraintViolation::toString)
                .collect(Collectors.joining("; ", " (", ")"));
  }
}
