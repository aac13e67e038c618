package io.github.logconfig.model;

/**
 * The name of a Kubernetes or OpenShift cluster, unique in a desired state.
 *
 * @param value 1 to 253 letters, digits, '.', '_' or '-'; starts with a letter or digit
 * @since 0.1.0
 */
public record ClusterName(String value) implements Comparable<ClusterName> {

  private static final int LONGEST = 253;

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not a cluster name
   */
  public ClusterName {
    if (!TargetName.isValid(value, LONGEST) || !TargetName.isAlphanumeric(value.charAt(0))) {
      throw new InvalidValueException(
          "cluster name",
          value,
          "1 to 253 letters, digits, '.', '_' or '-', starting with a letter or digit");
    }
  }

  /**
   * Returns the name of a cluster.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static ClusterName of(String value) {
    return new ClusterName(value);
  }

  @Override
  public int compareTo(ClusterName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
