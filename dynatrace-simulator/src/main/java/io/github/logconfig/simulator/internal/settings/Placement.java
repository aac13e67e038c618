package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.Quoted;
import io.github.logconfig.simulator.internal.http.Violation;
import java.util.List;
import java.util.Optional;

/** Where a written object goes among those of its schema and scope. */
public final class Placement {

  /** The place of an item of a POST: last unless it says otherwise; a replaced one stays. */
  Place ofCreate(
      SettingsStore store,
      SettingsSchema schema,
      SchemaScope key,
      JsonNode item,
      Optional<StoredObject> replaced) {
    JsonNode insertAfter = item.path("insertAfter");
    Place unasked = replaced.isPresent() ? Place.KEEP : Place.LAST;
    if (!insertAfter.isTextual()) {
      return unasked;
    }
    Place place =
        insertAfter.asText().isEmpty()
            ? Place.FIRST
            : beside(store, Place.Anchor.AFTER, insertAfter.asText(), key, replaced);
    requireMovable(schema, replaced);
    return place;
  }

  /** The place that a PUT asks for: the same unless it says otherwise. */
  Place ofUpdate(SettingsStore store, SettingsSchema schema, StoredObject existing, JsonNode body) {
    JsonNode after = body.path("insertAfter");
    JsonNode before = body.path("insertBefore");
    if (after.isTextual() && before.isTextual()) {
      throw new ApiFailure(
          400,
          "Constraints violated.",
          List.of(
              Violation.inBody(
                  "insertBefore", "Only one of insertAfter and insertBefore may be set.")));
    }
    if (!after.isTextual() && !before.isTextual()) {
      return Place.KEEP;
    }
    Optional<StoredObject> self = Optional.of(existing);
    SchemaScope key = SchemaScope.of(existing);
    Place place;
    if (after.isTextual()) {
      place =
          after.asText().isEmpty()
              ? Place.FIRST
              : beside(store, Place.Anchor.AFTER, after.asText(), key, self);
    } else {
      place =
          before.asText().isEmpty()
              ? Place.LAST
              : beside(store, Place.Anchor.BEFORE, before.asText(), key, self);
    }
    requireMovable(schema, self);
    return place;
  }

  private static Place beside(
      SettingsStore store,
      Place.Anchor side,
      String neighbour,
      SchemaScope key,
      Optional<StoredObject> self) {
    String uuid =
        OpaqueIds.key(neighbour).orElseThrow(() -> new ApiFailure(404, "Settings not found"));
    StoredObject found =
        store
            .find(neighbour)
            .orElseThrow(
                () ->
                    new ApiFailure(
                        404,
                        "Neighbor with key '"
                            + Quoted.text(uuid)
                            + "' not found for '"
                            + key.schemaId()
                            + "'"));
    boolean itself = self.filter(same -> same.objectId().equals(neighbour)).isPresent();
    if (!SchemaScope.of(found).equals(key) || !found.movable() || itself) {
      throw refused(key);
    }
    return new Place(side, neighbour);
  }

  private static void requireMovable(SettingsSchema schema, Optional<StoredObject> moved) {
    if (!schema.ordered() || moved.filter(object -> !object.movable()).isPresent()) {
      throw refused(new SchemaScope(schema.schemaId(), Scope.ENVIRONMENT));
    }
  }

  private static ApiFailure refused(SchemaScope key) {
    return new ApiFailure(
        400,
        "Constraints violated.",
        List.of(
            Violation.inBody(
                key.schemaId(), "Setting value cannot be inserted to the specified position")));
  }
}
