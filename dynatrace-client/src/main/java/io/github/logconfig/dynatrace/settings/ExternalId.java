package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * Key of a settings object that its writer chose. Writing an object whose key is known in its
 * schema and scope replaces the object that carries it.
 *
 * @param value the text, neither blank nor longer than 500 characters
 * @since 0.1.0
 */
public record ExternalId(String value) {

  private static final int LONGEST = 500;

  /**
   * Checks the length.
   *
   * @param value as told above
   * @throws InvalidArgumentException if {@code value} is blank or longer than 500 characters
   */
  public ExternalId {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new InvalidArgumentException("external id", value, "1 to 500 characters long");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
