package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * The external id of a settings object, chosen by its writer. Creating an object replaces the
 * object with the same external id in its schema and scope.
 *
 * @param value the text, neither blank nor longer than 500 characters
 * @since 0.1.0
 */
public record ExternalId(String value) {

  private static final int LONGEST = 500;

  /**
   * Checks the length.
   *
   * @throws InvalidArgumentException if {@code value} is blank or longer than 500 characters
   */
  public ExternalId {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new InvalidArgumentException("external id", value, "1 to 500 characters");
    }
  }

  /**
   * Returns an external id.
   *
   * @throws InvalidArgumentException if {@code value} is not valid
   */
  public static ExternalId of(String value) {
    return new ExternalId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
