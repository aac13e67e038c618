package io.github.logconfig.dynatrace.entities;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Selects the entities of one type that meet all criteria. Values are quoted and escaped ({@code ~}
 * before {@code "} and {@code ~}), so that no value can widen a selector.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class EntitySelector {

  /** The longest selector that the service accepts, in characters. */
  public static final int MAX_LENGTH = 2_000;

  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.:-]+");

  private final String text;

  private EntitySelector(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidArgumentException(
          "entity selector of " + text.length() + " characters",
          text,
          "at most " + MAX_LENGTH + " characters");
    }
    this.text = text;
  }

  /**
   * Selects all entities of one type.
   *
   * @param type for example {@code HOST_GROUP}
   * @return the selector
   * @throws InvalidArgumentException if the type contains other characters than letters, digits,
   *     dots, colons, hyphens and underscores
   */
  public static EntitySelector ofType(String type) {
    if (!TYPE.matcher(type).matches()) {
      throw new InvalidArgumentException("entity type", type, "a type such as HOST_GROUP");
    }
    return new EntitySelector("type(" + quote(type) + ")");
  }

  /**
   * Adds the criterion that the name equals a text, including case.
   *
   * @param name the name
   * @return a narrower selector
   * @throws InvalidArgumentException if the name is empty, or the selector would be too long
   */
  public EntitySelector nameEquals(String name) {
    return and("caseSensitive(entityName.equals(" + quote(name) + "))");
  }

  /**
   * Adds the criterion that the name equals one of several texts, including case.
   *
   * @param names at least one name
   * @return a narrower selector
   * @throws InvalidArgumentException if there is no name, one is empty, or the selector would be
   *     too long
   */
  public EntitySelector nameIn(Collection<String> names) {
    return and("caseSensitive(entityName.in(" + list("entity names", names) + "))");
  }

  /**
   * Adds the criterion that the name starts with a text, including case.
   *
   * @param prefix the start of the name
   * @return a narrower selector
   * @throws InvalidArgumentException if the prefix is empty, or the selector would be too long
   */
  public EntitySelector nameStartsWith(String prefix) {
    return and("caseSensitive(entityName.startsWith(" + quote(prefix) + "))");
  }

  /**
   * Adds the criterion that the id is one of several.
   *
   * @param ids at least one id, such as {@code HOST_GROUP-0E489369D663A4BF}
   * @return a narrower selector
   * @throws InvalidArgumentException if there is no id, one is empty, or the selector would be too
   *     long
   */
  public EntitySelector idIn(Collection<String> ids) {
    return and("entityId(" + list("entity ids", ids) + ")");
  }

  /**
   * Adds the criterion that the entity has a tag.
   *
   * @param tag {@code key} or {@code key:value}, with {@code [context]} before it if there is one
   * @return a narrower selector
   * @throws InvalidArgumentException if the tag is empty, or the selector would be too long
   */
  public EntitySelector tag(String tag) {
    return and("tag(" + quote(tag) + ")");
  }

  /**
   * Adds a criterion in the service's own syntax, which is not escaped.
   *
   * @param criterion for example {@code healthState("HEALTHY")}
   * @return a narrower selector
   * @throws InvalidArgumentException if the criterion is blank, or the selector would be too long
   */
  public EntitySelector and(String criterion) {
    if (criterion.isBlank()) {
      throw new InvalidArgumentException("criterion", criterion, "a criterion");
    }
    return new EntitySelector(text + "," + criterion);
  }

  private static String list(String what, Collection<String> values) {
    if (values.isEmpty()) {
      throw new InvalidArgumentException(what, "", "at least one");
    }
    return values.stream().map(EntitySelector::quote).collect(Collectors.joining(","));
  }

  /**
   * Returns a value as it is written in a {@linkplain #and(String) criterion}, in quotes and
   * escaped.
   *
   * @param value any text
   * @return the quoted text
   * @throws InvalidArgumentException if the value is empty
   */
  public static String quote(String value) {
    if (value.isEmpty()) {
      throw new InvalidArgumentException("value in an entity selector", value, "a value");
    }
    return '"' + value.replace("~", "~~").replace("\"", "~\"") + '"';
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntitySelector that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /**
   * Returns the selector in the service's syntax.
   *
   * @return for example {@code type("HOST_GROUP")}
   */
  @Override
  public String toString() {
    return text;
  }
}
