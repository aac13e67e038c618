package io.github.logconfig.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Name of a Kubernetes or OpenShift cluster, unique in a desired state.
 *
 * @param value the name: 1 to 253 letters, digits, '.', '_' or '-', led by a letter or digit
 * @since 0.1.0
 */
public record ClusterName(String value) implements Comparable<ClusterName> {

  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  /**
   * Checks the name.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} is not 1 to 253 letters, digits, '.', '_' or
   *     '-', led by a letter or digit
   */
  public ClusterName {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "cluster name",
          value,
          "1 to 253 letters, digits, '.', '_' or '-', led by a letter or digit");
    }
  }

  @Override
  public int compareTo(ClusterName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClusterName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
