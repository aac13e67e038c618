package io.github.logconfig.model;

import org.jspecify.annotations.Nullable;

/**
 * Key that the writer of a settings object chose; at most one object of a schema and scope carries
 * it.
 *
 * @param value the text, neither empty nor longer than 500 characters
 * @since 0.1.0
 */
public record ExternalId(String value) {

  private static final int LONGEST = 500;

  /**
   * Checks the length.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} is empty or longer than 500 characters
   */
  public ExternalId {
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new InvalidValueException("external id", value, "1 to 500 characters long");
    }
  }

  @Override
  public String toString() {
    return value;
  }

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExternalId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
