package io.github.logconfig.model;

import org.jspecify.annotations.Nullable;

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

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
