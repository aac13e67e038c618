package io.github.logconfig.model;

/**
 * The id of a monitored entity, for example {@code HOST_GROUP-0E489369D663A4BF}.
 *
 * @param value the type, a hyphen, and 16 upper-case hex digits
 * @since 0.1.0
 */
public record EntityId(String value) implements Comparable<EntityId> {

  private static final int DIGITS = 16;

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not an entity id
   */
  public EntityId {
    if (!isValid(value)) {
      throw new InvalidValueException(
          "entity id", value, "a type, '-' and 16 upper-case hex digits");
    }
  }

  static boolean isValid(String value) {
    int hyphen = value.length() - DIGITS - 1;
    if (hyphen < 1 || value.charAt(hyphen) != '-' || value.charAt(0) == '_') {
      return false;
    }
    for (int i = 0; i < hyphen; i++) {
      char c = value.charAt(i);
      if (c != '_' && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    for (int i = hyphen + 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'A' || c > 'F')) {
        return false;
      }
    }
    return true;
  }

  /** Returns the type of the entity, for example {@code HOST_GROUP}. */
  public String type() {
    return value.substring(0, value.indexOf('-'));
  }

  /**
   * Returns the id of an entity.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static EntityId of(String value) {
    return new EntityId(value);
  }

  @Override
  public int compareTo(EntityId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
