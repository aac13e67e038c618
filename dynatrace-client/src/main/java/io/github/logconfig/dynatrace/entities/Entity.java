package io.github.logconfig.dynatrace.entities;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A monitored entity. It has only the relations that were requested with {@link
 * EntitiesClient#list(EntitySelector, java.util.Collection)}.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param entityId its id: the type, a hyphen, and 16 upper-case hex digits
 * @param displayName its name; empty if the response contains none
 * @param fromRelationships ids of related entities by the name of the relation, for example the
 *     host group of a host by {@code isInstanceOf}
 * @param toRelationships the same for relations in the opposite direction, for example the
 *     Kubernetes cluster of a host by {@code isClusterOfHost}
 * @since 0.1.0
 */
public record Entity(
    String entityId,
    String displayName,
    Map<String, List<String>> fromRelationships,
    Map<String, List<String>> toRelationships) {

  /**
   * Copies the relations.
   *
   * @param entityId its id
   * @param displayName its name
   * @param fromRelationships ids of related entities by the name of the relation
   * @param toRelationships the same for relations in the opposite direction
   */
  public Entity {
    fromRelationships = copy(fromRelationships);
    toRelationships = copy(toRelationships);
  }

  /**
   * Creates an entity without relations.
   *
   * @param entityId its id
   * @param displayName its name
   */
  public Entity(String entityId, String displayName) {
    this(entityId, displayName, Map.of(), Map.of());
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> relations) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    relations.forEach((relation, ids) -> copy.put(relation, List.copyOf(ids)));
    return Collections.unmodifiableMap(copy);
  }
}
