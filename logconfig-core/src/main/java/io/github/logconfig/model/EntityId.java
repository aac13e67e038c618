package io.github.logconfig.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Id of a monitored entity, for example {@code HOST_GROUP-0E489369D663A4BF}.
 *
 * @param value the type, a hyphen, and 16 upper-case hex digits
 * @since 0.1.0
 */
public record EntityId(String value) implements Comparable<EntityId> {

  private static final Pattern SYNTAX = Pattern.compile("[A-Z][A-Z_]*-[0-9A-F]{16}");

  /**
   * Checks the id.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} has another form
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

  /**
   * The type of the entity.
   *
   * @return for example {@code HOST_GROUP}
   */
  public String type() {
    return value.substring(0, value.indexOf('-'));
  }

  @Override
  public int compareTo(EntityId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EntityId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
