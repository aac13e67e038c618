package io.github.logconfig.model;

/**
 * The name of a Kubernetes namespace: a DNS-1123 label.
 *
 * <p>Wildcards are rejected: a value of a log rule may contain {@code *}, and a tenant must not be
 * able to extend a rule to other namespaces.
 *
 * @param value 1 to 63 lower-case letters, digits or {@code -}; starts and ends with a letter or
 *     digit
 * @since 0.1.0
 */
public record NamespaceName(String value) implements Comparable<NamespaceName> {

  private static final int LONGEST = 63;

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not a DNS-1123 label
   */
  public NamespaceName {
    if (!isValid(value)) {
      throw new InvalidValueException(
          "namespace",
          value,
          "a DNS label (1 to 63 lower-case letters, digits or '-', no '-' at either end)");
    }
  }

  /**
   * Returns the name of a namespace.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static NamespaceName of(String value) {
    return new NamespaceName(value);
  }

  @Override
  public int compareTo(NamespaceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  /** Returns whether a text is a DNS-1123 label, and thus the name of a namespace. */
  public static boolean isValid(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean innerHyphen = c == '-' && i > 0 && i < length - 1;
      if (!alphanumeric && !innerHyphen) {
        return false;
      }
    }
    return true;
  }
}
