package io.github.logconfig.model;

/**
 * The name in the external ids and titles of the managed rules of a cluster: the name of its host
 * group, or of the cluster itself, depending on its {@link Target}.
 *
 * @param value 1 to 253 letters, digits, '.', '_' or '-'
 * @since 0.1.0
 */
public record TargetName(String value) implements Comparable<TargetName> {

  private static final int LONGEST = 253;

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is neither a host group name nor a cluster name
   */
  public TargetName {
    if (!isValid(value, LONGEST)) {
      throw new InvalidValueException(
          "name of a host group or cluster", value, "1 to 253 letters, digits, '.', '_' or '-'");
    }
  }

  /**
   * Returns the name of a target.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static TargetName of(String value) {
    return new TargetName(value);
  }

  /** Returns whether a text is 1 to {@code longest} letters, digits, '.', '_' or '-'. */
  static boolean isValid(String text, int longest) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= longest;
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
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
