package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * The scope of a settings object: {@code environment}, or the id of an entity such as {@code
 * HOST_GROUP-0E489369D663A4BF}.
 *
 * @param value the text, neither blank nor longer than 500 characters
 * @since 0.1.0
 */
public record SettingsScope(String value) {

  /** The scope of a whole environment. */
  public static final SettingsScope ENVIRONMENT = new SettingsScope("environment");

  private static final int LONGEST = 500;

  /**
   * Checks the length.
   *
   * @throws InvalidArgumentException if {@code value} is blank or longer than 500 characters
   */
  public SettingsScope {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new InvalidArgumentException("settings scope", value, "1 to 500 characters");
    }
  }

  /**
   * Returns a scope.
   *
   * @throws InvalidArgumentException if {@code value} is not valid
   */
  public static SettingsScope of(String value) {
    return new SettingsScope(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
