package io.github.logconfig.rule;

import io.github.logconfig.model.InvalidValueException;

/**
 * The opaque version of a settings object. It changes with every write and makes a write
 * conditional on the version.
 *
 * @param value 1 to 2000 characters
 * @since 0.1.0
 */
public record UpdateToken(String value) {

  private static final int LONGEST = 2000;

  /**
   * Checks the length.
   *
   * @throws InvalidValueException if {@code value} is empty or longer than 2000 characters
   */
  public UpdateToken {
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new InvalidValueException("update token", value, "1 to 2000 characters long");
    }
  }

  /**
   * Returns an update token.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static UpdateToken of(String value) {
    return new UpdateToken(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
