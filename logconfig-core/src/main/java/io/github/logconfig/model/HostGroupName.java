package io.github.logconfig.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Name of a host group: all hosts of one cluster. Dynatrace compares these names exactly, case
 * included.
 *
 * @param value the name: 1 to 100 letters, digits, '.', '_' or '-', and not led by 'dt.'
 * @since 0.1.0
 */
public record HostGroupName(String value) implements Comparable<HostGroupName> {

  private static final Pattern SYNTAX = Pattern.compile("(?!dt\\.)[A-Za-z0-9._-]{1,100}");

  /**
   * Checks the name.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} is not 1 to 100 letters, digits, '.', '_' or
   *     '-', and not led by 'dt.'
   */
  public HostGroupName {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "host group name",
          value,
          "1 to 100 letters, digits, '.', '_' or '-', and not led by 'dt.'");
    }
  }

  @Override
  public int compareTo(HostGroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostGroupName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
