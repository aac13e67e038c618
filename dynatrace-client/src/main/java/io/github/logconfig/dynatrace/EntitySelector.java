package io.github.logconfig.dynatrace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which entities are meant: those of one type that meet all criteria. Values are quoted and escaped
 * ({@code ~} before {@code "} and {@code ~}), so that no name can widen a selector.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class EntitySelector {

  /** The most characters that the service takes. */
  public static final int MAX_LENGTH = 2_000;

  private final String text;

  private EntitySelector(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidArgumentException(
          "entity selector of " + text.length() + " characters",
          text,
          "at most " + MAX_LENGTH + " characters long");
    }
    this.text = text;
  }

  /**
   * All entities of one type.
   *
   * @param type for example {@code HOST_GROUP}
   * @return the selector
   * @throws InvalidArgumentException if the type holds other characters than letters, digits, dots,
   *     colons, hyphens and underscores
   */
  public static EntitySelector ofType(String type) {
    if (!type.matches("[A-Za-z0-9_.:-]+")) {
      throw new InvalidArgumentException("entity type", type, "a type such as HOST_GROUP");
    }
    return new EntitySelector("type(" + quoted(type) + ")");
  }

  /**
   * Those with exactly this name, case included.
   *
   * @param name the name
   * @return a narrower selector
   * @throws InvalidArgumentException if the name is empty, or the selector would be too long
   */
  public EntitySelector nameEquals(String name) {
    return and("caseSensitive(entityName.equals(" + quoted(name) + "))");
  }

  /**
   * Those with exactly one of these names, case included.
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
   * Those whose name begins so, case included.
   *
   * @param prefix the beginning
   * @return a narrower selector
   * @throws InvalidArgumentException if the prefix is empty, or the selector would be too long
   */
  public EntitySelector nameStartsWith(String prefix) {
    return and("caseSensitive(entityName.startsWith(" + quoted(prefix) + "))");
  }

  /**
   * Those with one of these ids.
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
   * Those with this tag.
   *
   * @param tag {@code key} or {@code key:value}, with {@code [context]} before it if there is one
   * @return a narrower selector
   * @throws InvalidArgumentException if the tag is empty, or the selector would be too long
   */
  public EntitySelector tag(String tag) {
    return and("tag(" + quoted(tag) + ")");
  }

  /**
   * Those that meet a criterion in the service's own syntax, which is not escaped.
   *
   * @param criterion for example {@code healthState("HEALTHY")}
   * @return a narrower selector
   * @throws InvalidArgumentException if the criterion is blank, or the selector would be too long
   */
  public EntitySelector and(String criterion) {
    if (criterion.isBlank()) {
      throw new InvalidArgumentException("criterion", criterion, "filled");
    }
    return new EntitySelector(text + "," + criterion);
  }

  /** Selectors that together find all names of a type, as few as there can be. */
  static List<EntitySelector> forNames(String type, Collection<String> names) {
    EntitySelector all = ofType(type);
    int frame = all.nameEquals("x").text.length() + 2;
    List<EntitySelector> selectors = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    int length = frame;
    for (String name : names) {
      int size = quoted(name).length() + 1;
      if (!batch.isEmpty() && length + size > MAX_LENGTH) {
        selectors.add(all.nameIn(batch));
        batch.clear();
        length = frame;
      }
      batch.add(name);
      length += size;
    }
    if (!batch.isEmpty()) {
      selectors.add(all.nameIn(batch));
    }
    return selectors;
  }

  private static String list(String what, Collection<String> values) {
    if (values.isEmpty()) {
      throw new InvalidArgumentException(what, "", "at least one");
    }
    return values.stream().map(EntitySelector::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String value) {
    if (value.isEmpty()) {
      throw new InvalidArgumentException("value in an entity selector", value, "filled");
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
   * The selector in the service's syntax.
   *
   * @return for example {@code type("HOST_GROUP")}
   */
  @Override
  public String toString() {
    return text;
  }
}
