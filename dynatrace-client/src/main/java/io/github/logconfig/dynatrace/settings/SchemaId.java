package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * Id of a settings schema, for example {@code builtin:logmonitoring.log-storage-settings}.
 *
 * @param value the text, neither blank nor longer than 500 characters
 * @since 0.1.0
 */
public record SchemaId(String value) {

  private static final int LONGEST = 500;

  /**
   * Checks the length.
   *
   * @throws InvalidArgumentException if {@code value} is blank or longer than 500 characters
   */
  public SchemaId {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new InvalidArgumentException("schema id", value, "1 to 500 characters");
    }
  }

  /**
   * Returns the id of a schema.
   *
   * @throws InvalidArgumentException if {@code value} is not valid
   */
  public static SchemaId of(String value) {
    return new SchemaId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
