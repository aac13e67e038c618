package io.github.logconfig.dynatrace.entities;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Result of a search for names. Names are compared including their case. Every name is in exactly
 * one of {@code found}, {@code ambiguous} and {@code unknown}, in the order of the search.
 *
 * @param found names that one entity has, and that entity
 * @param ambiguous names that several entities have, and these entities
 * @param unknown names that no entity has
 * @param similar names of which some entity has another spelling in upper and lower case, and these
 *     entities
 * @since 0.1.0
 */
public record EntitiesByName(
    Map<String, Entity> found,
    Map<String, List<Entity>> ambiguous,
    Set<String> unknown,
    Map<String, List<Entity>> similar) {

  /**
   * Copies the parts.
   *
   * @param found names that one entity has
   * @param ambiguous names that several entities have
   * @param unknown names that no entity has
   * @param similar names of which some entity has another spelling
   */
  public EntitiesByName {
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    ambiguous = Collections.unmodifiableMap(new LinkedHashMap<>(ambiguous));
    unknown = Collections.unmodifiableSet(new LinkedHashSet<>(unknown));
    similar = Collections.unmodifiableMap(new LinkedHashMap<>(similar));
  }

  /**
   * Sorts entities by the names that were searched for.
   *
   * @param names the names
   * @param candidates entities of any name; those of other names are ignored
   * @return the result of the search
   */
  public static EntitiesByName of(Collection<String> names, Collection<Entity> candidates) {
    Map<String, Map<String, Entity>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
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
    Map<String, List<Entity>> similar = new LinkedHashMap<>();
    for (String name : names) {
      List<Entity> exact = new ArrayList<>();
      List<Entity> others = new ArrayList<>();
      byName
          .getOrDefault(name, Map.of())
          .values()
          .forEach(entity -> (entity.displayName().equals(name) ? exact : others).add(entity));
      if (exact.isEmpty()) {
        unknown.add(name);
      } else if (exact.size() == 1) {
        found.put(name, exact.get(0));
      } else {
        ambiguous.put(name, List.copyOf(exact));
      }
      if (!others.isEmpty()) {
        similar.put(name, List.copyOf(others));
      }
    }
    return new EntitiesByName(found, ambiguous, unknown, similar);
  }

  /**
   * Returns the entities of one name.
   *
   * @param name a name that was searched for
   * @return none, one, or several
   */
  public List<Entity> of(String name) {
    Entity one = found.get(name);
    return one != null ? List.of(one) : ambiguous.getOrDefault(name, List.of());
  }

  /**
   * Returns the entities whose name differs from a name only in upper and lower case, as a hint for
   * an unknown name.
   *
   * @param name a name that was searched for
   * @return none, one, or several; never an entity of exactly that name
   */
  public List<Entity> ignoringCase(String name) {
    return similar.getOrDefault(name, List.of());
  }
}
