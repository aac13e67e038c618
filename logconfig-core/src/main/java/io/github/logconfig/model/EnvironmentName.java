package io.github.logconfig.model;

import java.util.regex.Pattern;

/**
 * The name of a Dynatrace environment (tenant), unique in a desired state.
 *
 * @param value 1 to 100 letters, digits, blanks, '.', '_' or '-'; starts with a letter or digit
 * @since 0.1.0
 */
public record EnvironmentName(String value) implements Comparable<EnvironmentName> {

  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not an environment name
   */
  public EnvironmentName {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "environment name",
          value,
          "1 to 100 letters, digits, blanks, '.', '_' or '-', starting with a letter or digit");
    }
  }

  /**
   * Returns the name of an environment.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static EnvironmentName of(String value) {
    return new EnvironmentName(value);
  }

  @Override
  public int compareTo(EnvironmentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
