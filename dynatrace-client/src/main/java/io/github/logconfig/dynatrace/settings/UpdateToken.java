package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * An opaque token of one state of a settings object; every write of the object changes it.
 *
 * @param value the text, neither blank nor longer than 2000 characters
 * @since 0.1.0
 */
public record UpdateToken(String value) {

  private static final int LONGEST = 2000;

  /**
   * Checks the length.
   *
   * @throws InvalidArgumentException if {@code value} is blank or longer than 2000 characters
   */
  public UpdateToken {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new InvalidArgumentException("update token", value, "1 to 2000 characters");
    }
  }

  /**
   * Returns an update token.
   *
   * @throws InvalidArgumentException if {@code value} is not valid
   */
  public static UpdateToken of(String value) {
    return new UpdateToken(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
