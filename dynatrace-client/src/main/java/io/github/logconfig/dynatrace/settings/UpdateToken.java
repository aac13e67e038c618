package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * Opaque stamp of one state of a settings object; it changes with every write of the object.
 *
 * @param value the text, neither blank nor longer than 2000 characters
 * @since 0.1.0
 */
public record UpdateToken(String value) {

  private static final int LONGEST = 2000;

  /**
   * Checks the length.
   *
   * @param value as told above
   * @throws InvalidArgumentException if {@code value} is blank or longer than 2000 characters
   */
  public UpdateToken {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new InvalidArgumentException("update token", value, "1 to 2000 characters long");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
