package io.github.logconfig.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The monitored entities and how they hang together. Immutable. */
final class Entities {

  private final Map<String, SimulatedEntity> byId = new LinkedHashMap<>();
  private final Map<String, List<SimulatedEntity>> instances = new LinkedHashMap<>();

  Entities(List<SimulatedEntity> entities) {
    for (SimulatedEntity entity : entities) {
      byId.put(entity.entityId(), entity);
    }
    for (SimulatedEntity entity : byId.values()) {
      for (String group : entity.groups()) {
        instances.computeIfAbsent(group, key -> new ArrayList<>()).add(entity);
      }
    }
  }

  List<SimulatedEntity> all() {
    return List.copyOf(byId.values());
  }

  Optional<SimulatedEntity> find(String entityId) {
    return Optional.ofNullable(byId.get(entityId));
  }

  /** What an entity is an instance of. */
  List<SimulatedEntity> groupsOf(SimulatedEntity entity) {
    return entity.groups().stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /** What are instances of an entity. */
  List<SimulatedEntity> instancesOf(SimulatedEntity group) {
    return instances.getOrDefault(group.entityId(), List.of());
  }
}
