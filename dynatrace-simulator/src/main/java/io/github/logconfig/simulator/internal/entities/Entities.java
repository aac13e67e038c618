package io.github.logconfig.simulator.internal.entities;

import io.github.logconfig.simulator.SimulatedEntity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The monitored entities and their relationships. Immutable. */
public final class Entities {

  private final Map<String, SimulatedEntity> byId = new LinkedHashMap<>();
  private final Map<Direction, List<SimulatedEntity>> related = new LinkedHashMap<>();

  private record Direction(String entityId, String relation, boolean outgoing) {}

  public Entities(List<SimulatedEntity> entities) {
    for (SimulatedEntity entity : entities) {
      byId.put(entity.entityId(), entity);
    }
    for (SimulatedEntity entity : byId.values()) {
      for (Relation relation : Relation.values()) {
        for (String id : entity.related(relation.key())) {
          find(id).ifPresent(other -> relate(entity, relation, other));
        }
      }
    }
  }

  /** Returns these entities and others; an entity replaces one of the same id. */
  public Entities with(List<SimulatedEntity> others) {
    List<SimulatedEntity> all = new ArrayList<>(byId.values());
    all.addAll(others);
    return new Entities(all);
  }

  public List<SimulatedEntity> all() {
    return List.copyOf(byId.values());
  }

  public Optional<SimulatedEntity> find(String entityId) {
    return Optional.ofNullable(byId.get(entityId));
  }

  /** Returns the entities that relationships of an entity lead to, by the relationship's name. */
  public Map<String, List<SimulatedEntity>> fromRelationships(SimulatedEntity entity) {
    return relationships(entity, true);
  }

  /** Returns the entities related to an entity, by the name of the relationship. */
  public Map<String, List<SimulatedEntity>> toRelationships(SimulatedEntity entity) {
    return relationships(entity, false);
  }

  private Map<String, List<SimulatedEntity>> relationships(
      SimulatedEntity entity, boolean outgoing) {
    Map<String, List<SimulatedEntity>> found = new LinkedHashMap<>();
    for (String name : Arrays.stream(Relation.values()).map(Relation::key).toList()) {
      List<SimulatedEntity> others = related.get(new Direction(entity.entityId(), name, outgoing));
      if (others != null) {
        found.put(name, others);
      }
    }
    return found;
  }

  private void relate(SimulatedEntity entity, Relation relation, SimulatedEntity other) {
    add(new Direction(entity.entityId(), relation.key(), relation.outgoing()), other);
    add(new Direction(other.entityId(), relation.key(), !relation.outgoing()), entity);
  }

  private void add(Direction direction, SimulatedEntity other) {
    related.computeIfAbsent(direction, key -> new ArrayList<>()).add(other);
  }
}
