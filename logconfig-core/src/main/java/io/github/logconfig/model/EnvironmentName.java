package io.github.logconfig.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name that people give to a Dynatrace environment (tenant); unique in a desired state.
 *
 * @param value the name: 1 to 100 letters, digits, blanks, '.', '_' or '-', led by a letter or
 *     digit
 * @since 0.1.0
 */
public record EnvironmentName(String value) implements Comparable<EnvironmentName> {

  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");

  /**
   * Checks the name.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} is not 1 to 100 letters, digits, blanks, '.',
   *     '_' or '-', led by a letter or digit
   */
  public EnvironmentName {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "environment name",
          value,
          "1 to 100 letters, digits, blanks, '.', '_' or '-', led by a letter or digit");
    }
  }

  @Override
  public int compareTo(EnvironmentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EnvironmentName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
