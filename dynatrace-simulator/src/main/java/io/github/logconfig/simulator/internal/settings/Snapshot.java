package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.Quoted;
import io.github.logconfig.simulator.internal.settings.StoredObject.Protection;
import io.github.logconfig.simulator.internal.settings.StoredObject.Stamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All settings objects as one JSON document, with ids, update tokens, order and times. */
public final class Snapshot {

  private static final String FORMAT = "dynatrace-simulator/1";

  private final SettingsState state;
  private final SettingsSchemas schemas;

  public Snapshot(SettingsState state, SettingsSchemas schemas) {
    this.state = state;
    this.schemas = schemas;
  }

  public ObjectNode take() {
    ObjectNode document = ApiResponse.JSON.createObjectNode().put("format", FORMAT);
    ArrayNode objects = document.putArray("objects");
    state.write(
        store -> {
          store.all().forEach(object -> objects.add(write(object)));
          return store;
        });
    return document;
  }

  /**
   * Replaces all objects.
   *
   * @throws ApiFailure if the document is no snapshot; then nothing has changed
   */
  public void restore(JsonNode document) {
    if (!document.path("format").asText().equals(FORMAT) || !document.path("objects").isArray()) {
      throw new ApiFailure(400, "A snapshot has the format \"" + FORMAT + "\" and objects.");
    }
    List<StoredObject> objects = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode node : document.path("objects")) {
      StoredObject object = read(node, objects.size());
      if (!ids.add(object.uuid())) {
        throw new ApiFailure(400, "Object " + objects.size() + " of the snapshot: key taken");
      }
      objects.add(object);
    }
    state.write(
        store -> {
          store.clear();
          objects.forEach(object -> store.put(object, Place.LAST));
          return store;
        });
    state.settle();
  }

  private static ObjectNode write(StoredObject object) {
    ObjectNode node =
        ApiResponse.JSON
            .createObjectNode()
            .put("key", object.uuid())
            .put("schemaId", object.schemaId())
            .put("scope", object.scope().id());
    object.externalId().ifPresent(id -> node.put("externalId", id));
    node.put("protection", object.protection().name());
    node.set("created", write(object.createdBy()));
    node.set("modified", write(object.writtenBy()));
    node.set("value", object.value());
    return node;
  }

  private static ObjectNode write(Stamp stamp) {
    return ApiResponse.JSON
        .createObjectNode()
        .put("revision", stamp.revision())
        .put("millis", stamp.millis())
        .put("author", stamp.author());
  }

  private StoredObject read(JsonNode node, int index) {
    try {
      String uuid = UUID.fromString(node.path("key").asText()).toString();
      SettingsSchema schema = schemas.get(node.path("schemaId").asText());
      Scope scope =
          Scope.parse(node.path("scope").asText())
              .orElseThrow(() -> new IllegalArgumentException("no scope"));
      if (!(node.path("value") instanceof ObjectNode value)) {
        throw new IllegalArgumentException("no value");
      }
      return new StoredObject(
          uuid,
          OpaqueIds.objectId(schema.schemaId(), scope, uuid),
          schema.schemaId(),
          scope,
          Optional.of(node.path("externalId").asText("")).filter(id -> !id.isEmpty()),
          value.deepCopy(),
          stamp(node.path("created")),
          stamp(node.path("modified")),
          Protection.valueOf(node.path("protection").asText("NONE")));
    } catch (IllegalArgumentException e) {
      throw new ApiFailure(
          400,
          "Object " + index + " of the snapshot: " + Quoted.text(String.valueOf(e.getMessage())));
    }
  }

  private static Stamp stamp(JsonNode node) {
    return new Stamp(
        node.path("revision").asText(UUID.randomUUID().toString()),
        node.path("millis").asLong(0),
        node.path("author").asText(""));
  }
}
