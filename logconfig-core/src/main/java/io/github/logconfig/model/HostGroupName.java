package io.github.logconfig.model;

/**
 * The name of a host group. Dynatrace compares these names exactly, including case.
 *
 * @param value 1 to 100 letters, digits, '.', '_' or '-'; does not start with 'dt.'
 * @since 0.1.0
 */
public record HostGroupName(String value) implements Comparable<HostGroupName> {

  private static final int LONGEST = 100;

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not a host group name
   */
  public HostGroupName {
    if (!TargetName.isValid(value, LONGEST) || value.startsWith("dt.")) {
      throw new InvalidValueException(
          "host group name",
          value,
          "1 to 100 letters, digits, '.', '_' or '-', not starting with 'dt.'");
    }
  }

  /**
   * Returns the name of a host group.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static HostGroupName of(String value) {
    return new HostGroupName(value);
  }

  @Override
  public int compareTo(HostGroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
