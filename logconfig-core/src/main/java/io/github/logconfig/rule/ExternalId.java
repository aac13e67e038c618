package io.github.logconfig.rule;

import io.github.logconfig.model.InvalidValueException;

/**
 * The external id of a settings object: a key that its creator chooses. It is unique in a schema
 * and scope.
 *
 * @param value 1 to 500 characters
 * @since 0.1.0
 */
public record ExternalId(String value) {

  private static final int LONGEST = 500;

  /**
   * Checks the length.
   *
   * @throws InvalidValueException if {@code value} is empty or longer than 500 characters
   */
  public ExternalId {
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new InvalidValueException("external id", value, "1 to 500 characters long");
    }
  }

  /**
   * Returns an external id.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static ExternalId of(String value) {
    return new ExternalId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
