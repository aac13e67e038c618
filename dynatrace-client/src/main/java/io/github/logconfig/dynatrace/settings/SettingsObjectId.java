package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * Opaque id that the service gave to a settings object.
 *
 * @param value the text, neither blank nor longer than 2000 characters
 * @since 0.1.0
 */
public record SettingsObjectId(String value) {

  private static final int LONGEST = 2000;

  /**
   * Checks the length.
   *
   * @throws InvalidArgumentException if {@code value} is blank or longer than 2000 characters
   */
  public SettingsObjectId {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new InvalidArgumentException("settings object id", value, "1 to 2000 characters");
    }
  }

  /**
   * Returns the id of a settings object.
   *
   * @throws InvalidArgumentException if {@code value} is not valid
   */
  public static SettingsObjectId of(String value) {
    return new SettingsObjectId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
