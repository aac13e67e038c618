package io.github.logconfig.simulator.internal.entities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.util.List;
import java.util.Map;

/** Renders entities as the service does. */
public final class EntityRendering {

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
      entity.tags().forEach(tag -> tags.add(node(EntityTag.parse(tag))));
    }
    if (fields.anyOf("managementZones")) {
      node.putArray("managementZones");
    }
    if (fields.anyOf("fromRelationships")) {
      relate(node, "fromRelationships", fields, entities.fromRelationships(entity));
    }
    if (fields.anyOf("toRelationships")) {
      relate(node, "toRelationships", fields, entities.toRelationships(entity));
    }
    return node;
  }

  private static void relate(
      ObjectNode node,
      String field,
      EntityFields fields,
      Map<String, List<SimulatedEntity>> relationships) {
    ObjectNode shown = node.putObject(field);
    relationships.forEach(
        (name, related) -> {
          if (fields.has(field, name)) {
            ArrayNode ids = shown.putArray(name);
            related.forEach(
                other -> ids.addObject().put("id", other.entityId()).put("type", other.type()));
          }
        });
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
