package io.github.logconfig.model;

import java.util.regex.Pattern;

/**
 * The id of a monitored entity, for example {@code HOST_GROUP-0E489369D663A4BF}.
 *
 * @param value the type, a hyphen, and 16 upper-case hex digits
 * @since 0.1.0
 */
public record EntityId(String value) implements Comparable<EntityId> {

  private static final Pattern SYNTAX = Pattern.compile("[A-Z][A-Z_]*-[0-9A-F]{16}");

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not an entity id
   */
  public EntityId {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException(
          "entity id", value, "a type, '-' and 16 upper-case hex digits");
    }
  }

  static boolean isValid(String value) {
    return SYNTAX.matcher(value).matches();
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
