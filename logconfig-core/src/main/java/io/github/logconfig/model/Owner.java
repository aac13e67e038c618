package io.github.logconfig.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a rule; two teams that manage rules in one environment use two owners and never touch
 * each other's rules.
 *
 * @param value the name: 1 to 63 lower-case letters, digits or '-', led by a letter or digit
 * @since 0.1.0
 */
public record Owner(String value) implements Comparable<Owner> {

  private static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** The owner of those who configure none. */
  public static final Owner DEFAULT = new Owner("logconfig");

  /**
   * Checks the name.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} is not 1 to 63 lower-case letters, digits or
   *     '-', led by a letter or digit
   */
  public Owner {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "owner", value, "1 to 63 lower-case letters, digits or '-', led by a letter or digit");
    }
  }

  @Override
  public int compareTo(Owner other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Owner that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
