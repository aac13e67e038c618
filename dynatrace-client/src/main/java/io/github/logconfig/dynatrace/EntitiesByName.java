package io.github.logconfig.dynatrace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of a search for names, case included. Every name is in exactly one of the three; the
 * order is that of the search.
 *
 * @param found names that one entity has, and that entity
 * @param ambiguous names that several entities have, and these
 * @param unknown names that no entity has
 * @since 0.1.0
 */
public record EntitiesByName(
    Map<String, Entity> found, Map<String, List<Entity>> ambiguous, Set<String> unknown) {

  /**
   * Copies the parts.
   *
   * @param found as told above
   * @param ambiguous as told above
   * @param unknown as told above
   */
  public EntitiesByName {
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    ambiguous = Collections.unmodifiableMap(new LinkedHashMap<>(ambiguous));
    unknown = Collections.unmodifiableSet(new LinkedHashSet<>(unknown));
  }

  static EntitiesByName of(Collection<String> names, Collection<Entity> candidates) {
    Map<String, Map<String, Entity>> byName = new LinkedHashMap<>();
    names.forEach(name -> byName.put(name, new LinkedHashMap<>()));
    for (Entity entity : candidates) {
      Map<String, Entity> namesakes = byName.get(entity.displayName());
      if (namesakes != null) {
        namesakes.put(entity.entityId(), entity);
      }
    }
    Map<String, Entity> found = new LinkedHashMap<>();
    Map<String, List<Entity>> ambiguous = new LinkedHashMap<>();
    Set<String> unknown = new LinkedHashSet<>();
    byName.forEach(
        (name, namesakes) -> {
          List<Entity> entities = new ArrayList<>(namesakes.values());
          if (entities.isEmpty()) {
            unknown.add(name);
          } else if (entities.size() == 1) {
            found.put(name, entities.get(0));
          } else {
            ambiguous.put(name, List.copyOf(entities));
          }
        });
    return new EntitiesByName(found, ambiguous, unknown);
  }

  /**
   * All entities of one name.
   *
   * @param name a name that was searched for
   * @return none, one, or several
   */
  public List<Entity> of(String name) {
    Entity one = found.get(name);
    return one != null ? List.of(one) : ambiguous.getOrDefault(name, List.of());
  }
}
