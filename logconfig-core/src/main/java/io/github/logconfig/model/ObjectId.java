package io.github.logconfig.model;

/**
 * Opaque id that Dynatrace gave to a settings object.
 *
 * @param value the text, neither empty nor longer than 2000 characters
 * @since 0.1.0
 */
public record ObjectId(String value) {

  private static final int LONGEST = 2000;

  /**
   * Checks the length.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} is empty or longer than 2000 characters
   */
  public ObjectId {
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new InvalidValueException("object id", value, "1 to 2000 characters long");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
