package io.github.logconfig.model;

import java.util.regex.Pattern;

/**
 * The owner of managed rules. Two teams that manage rules in one environment use two owners and
 * never change the rules of each other.
 *
 * @param value 1 to 63 lower-case letters, digits or '-'; starts with a letter or digit
 * @since 0.1.0
 */
public record Owner(String value) implements Comparable<Owner> {

  private static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** The default owner. */
  public static final Owner DEFAULT = new Owner("logconfig");

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not an owner name
   */
  public Owner {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "owner",
          value,
          "1 to 63 lower-case letters, digits or '-', starting with a letter or digit");
    }
  }

  /**
   * Returns an owner of managed rules.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static Owner of(String value) {
    return new Owner(value);
  }

  @Override
  public int compareTo(Owner other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
