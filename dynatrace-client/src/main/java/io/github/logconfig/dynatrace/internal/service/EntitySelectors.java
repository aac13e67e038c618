package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Splits long lists of names or ids over the fewest entity selectors. */
public final class EntitySelectors {

  private EntitySelectors() {}

  /**
   * Returns the fewest selectors that together find all names of a type, whatever their case: the
   * service then also returns what differs only in case.
   */
  public static List<EntitySelector> forNames(String type, Collection<String> names) {
    return split(type, "entityName.in(", names, ")");
  }

  /** Returns the fewest selectors that together find all ids of a type. */
  public static List<EntitySelector> forIds(String type, Collection<String> ids) {
    return split(type, "entityId(", checkedIds(type, ids), ")");
  }

  /**
   * Returns the fewest selectors that together find all entities of a type that are related to
   * others.
   *
   * @param relation for example {@code toRelationships.isClusterOfHost}
   */
  public static List<EntitySelector> forRelated(
      String type, String relation, String relatedType, Collection<String> relatedIds) {
    return split(type, relation + "(entityId(", checkedIds(relatedType, relatedIds), "))");
  }

  /** The ids without repetitions; the service rejects a selector with an id of another form. */
  private static Collection<String> checkedIds(String type, Collection<String> ids) {
    Pattern form = Pattern.compile(Pattern.quote(type) + "-[0-9A-F]{16}");
    for (String id : ids) {
      if (!form.matcher(id).matches()) {
        throw new InvalidArgumentException(
            "entity id", id, type + "- followed by 16 upper-case hex digits");
      }
    }
    return new LinkedHashSet<>(ids);
  }

  private static List<EntitySelector> split(
      String type, String open, Collection<String> values, String close) {
    EntitySelector all = EntitySelector.ofType(type);
    int frame = all.toString().length() + 1 + open.length() + close.length();
    List<EntitySelector> selectors = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    int length = frame;
    for (String value : values) {
      int size = EntitySelector.quote(value).length() + 1;
      // the first value has no comma before it
      if (!batch.isEmpty() && length + size - 1 > EntitySelector.MAX_LENGTH) {
        selectors.add(select(all, open, batch, close));
        batch.clear();
        length = frame;
      }
      batch.add(value);
      length += size;
    }
    if (!batch.isEmpty()) {
      selectors.add(select(all, open, batch, close));
    }
    return selectors;
  }

  private static EntitySelector select(
      EntitySelector all, String open, List<String> values, String close) {
    return all.and(
        values.stream().map(EntitySelector::quote).collect(Collectors.joining(",", open, close)));
  }
}
