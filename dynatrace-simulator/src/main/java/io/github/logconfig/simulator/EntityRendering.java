package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Tells entities as the service does. */
final class EntityRendering {

  private static final String INSTANCE_OF = "isInstanceOf";

  private final Entities entities;

  EntityRendering(Entities entities) {
    this.entities = entities;
  }

  ObjectNode node(SimulatedEntity entity, EntityFields fields, long now) {
    ObjectNode node =
        ApiResponse.JSON
            .createObjectNode()
            .put("entityId", entity.entityId())
            .put("type", entity.type())
            .put("displayName", entity.displayName());
    if (fields.anyOf("firstSeenTms")) {
      node.put("firstSeenTms", entity.firstSeenMillis());
    }
    if (fields.anyOf("lastSeenTms")) {
      node.put("lastSeenTms", entity.lastSeenMillis(now));
    }
    if (fields.anyOf("properties")) {
      ObjectNode properties = node.putObject("properties");
      entity
          .properties()
          .forEach(
              (key, value) -> {
                if (fields.has("properties", key)) {
                  properties.put(key, value);
                }
              });
    }
    if (fields.anyOf("tags")) {
      ArrayNode tags = node.putArray("tags");
      entity.tags().forEach(tag -> tags.add(node(tag)));
    }
    if (fields.anyOf("managementZones")) {
      node.putArray("managementZones");
    }
    if (fields.anyOf("fromRelationships")) {
      relate(node.putObject("fromRelationships"), entities.groupsOf(entity));
    }
    if (fields.anyOf("toRelationships")) {
      relate(node.putObject("toRelationships"), entities.instancesOf(entity));
    }
    return node;
  }

  private static void relate(ObjectNode relationships, List<SimulatedEntity> related) {
    if (!related.isEmpty()) {
      ArrayNode ids = relationships.putArray(INSTANCE_OF);
      related.forEach(
          other -> ids.addObject().put("id", other.entityId()).put("type", other.type()));
    }
  }

  private static ObjectNode node(EntityTag tag) {
    ObjectNode node =
        ApiResponse.JSON.createObjectNode().put("context", tag.context()).put("key", tag.key());
    if (!tag.value().isEmpty()) {
      node.put("value", tag.value());
    }
    return node.put("stringRepresentation", tag.text());
  }
}
