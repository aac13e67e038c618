package io.github.logconfig.model;

import java.util.regex.Pattern;

/**
 * The name in the external ids and titles of the managed rules of a cluster: the name of its host
 * group, or of the cluster itself, depending on its {@link Target}.
 *
 * @param value 1 to 253 letters, digits, '.', '_' or '-'
 * @since 0.1.0
 */
public record TargetName(String value) implements Comparable<TargetName> {

  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is neither a host group name nor a cluster name
   */
  public TargetName {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "name of a host group or cluster", value, "1 to 253 letters, digits, '.', '_' or '-'");
    }
  }

  @Override
  public int compareTo(TargetName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
