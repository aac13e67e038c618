package io.github.logconfig.rule;

import io.github.logconfig.model.InvalidValueException;

/**
 * The opaque id of a settings object, assigned by Dynatrace.
 *
 * @param value 1 to 2000 characters
 * @since 0.1.0
 */
public record ObjectId(String value) {

  private static final int LONGEST = 2000;

  /**
   * Checks the length.
   *
   * @throws InvalidValueException if {@code value} is empty or longer than 2000 characters
   */
  public ObjectId {
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new InvalidValueException("object id", value, "1 to 2000 characters long");
    }
  }

  /**
   * Returns the id of a settings object.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static ObjectId of(String value) {
    return new ObjectId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
