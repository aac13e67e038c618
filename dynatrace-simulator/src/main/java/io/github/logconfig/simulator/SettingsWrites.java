package io.github.logconfig.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SettingsStore.Anchor;
import io.github.logconfig.simulator.SettingsStore.Place;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Creates, replaces and deletes settings objects. Each item takes effect as a whole or not at all.
 */
final class SettingsWrites {

  private static final int MAX_EXTERNAL_ID = 500;

  private final SettingsStore store;
  private final Clock clock;

  SettingsWrites(SettingsStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  ApiResponse post(ApiRequest request) {
    JsonNode body = parse(request.body());
    if (!body.isArray()) {
      throw new ApiFailure(400, "The request body must be an array of settings objects.");
    }
    boolean validateOnly = request.flag("validateOnly");
    ArrayNode results = ApiResponse.JSON.createArrayNode();
    for (int i = 0; i < body.size(); i++) {
      results.add(createOne(body.get(i), i, validateOnly, author(request)));
    }
    return ApiResponse.json(statusOf(results), results);
  }

  ApiResponse put(String objectId, ApiRequest request) {
    JsonNode body = parse(request.body());
    try {
      StoredObject existing =
          store.find(objectId).orElseThrow(() -> new ApiFailure(404, "Settings not found"));
      requireCurrent(existing, body.path("updateToken").asText(""));
      ObjectNode value =
          checkedValue(existing.schemaId(), existing.scope(), body, 0, Optional.of(existing));
      Place place = placeOfUpdate(existing, body);
      if (!request.flag("validateOnly")) {
        store.replace(existing.written(value, Optional.empty(), stamp(author(request))), place);
      }
      return ApiResponse.json(
          200, ApiResponse.JSON.createObjectNode().put("code", 200).put("objectId", objectId));
    } catch (ApiFailure failure) {
      return ApiResponse.json(failure.status(), failed(failure, body.path("value")));
    }
  }

  ApiResponse delete(String objectId, ApiRequest request) {
    try {
      StoredObject existing =
          store.find(objectId).orElseThrow(() -> new ApiFailure(404, "Settings not found"));
      requireCurrent(existing, request.parameter("updateToken").orElse(""));
      store.remove(existing);
      return ApiResponse.empty(204);
    } catch (ApiFailure failure) {
      return ApiResponse.json(failure.status(), failed(failure, ApiResponse.JSON.nullNode()));
    }
  }

  /** Writes an object as it is, as somebody else would. */
  void touch(StoredObject object) {
    store.replace(
        object.written(object.value(), Optional.empty(), stamp("dt0c01.SOMEBODYELSE")), Place.KEEP);
  }

  private ObjectNode createOne(JsonNode item, int index, boolean validateOnly, String author) {
    try {
      String schemaId = item.path("schemaId").asText("");
      SettingsReads.requireKnown(schemaId);
      String scope = checkedScope(item.path("scope").asText(""));
      Optional<String> externalId = checkedExternalId(item, index);
      Optional<StoredObject> existing = existing(item, schemaId, scope, externalId);
      ObjectNode value = checkedValue(schemaId, scope, item, index, existing);
      Place place = placeOfCreate(schemaId, scope, item, existing.isPresent());
      ObjectNode result = ApiResponse.JSON.createObjectNode().put("code", 200);
      if (validateOnly) {
        return result;
      }
      StoredObject.Stamp stamp = stamp(author);
      if (existing.isPresent()) {
        StoredObject written = existing.get().written(value, externalId, stamp);
        store.replace(written, place);
        return result.put("objectId", written.objectId());
      }
      return result.put(
          "objectId", store.add(schemaId, scope, externalId, value, place, stamp).objectId());
    } catch (ApiFailure failure) {
      return failed(failure, item.path("value"));
    }
  }

  private Optional<StoredObject> existing(
      JsonNode item, String schemaId, String scope, Optional<String> externalId) {
    Optional<StoredObject> byExternalId =
        externalId.flatMap(id -> store.findByExternalId(schemaId, scope, id));
    String objectId = item.path("objectId").asText("");
    if (objectId.isEmpty()) {
      return byExternalId;
    }
    Optional<StoredObject> byObjectId = store.find(objectId);
    if (byExternalId.isPresent()
        && byObjectId.isPresent()
        && !byExternalId.get().objectId().equals(objectId)) {
      throw new ApiFailure(
          400, "The external id and the object id belong to different settings objects.");
    }
    return byExternalId.or(() -> byObjectId);
  }

  private static Optional<String> checkedExternalId(JsonNode item, int index) {
    Optional<String> externalId =
        Optional.of(item.path("externalId").asText("")).filter(id -> !id.isEmpty());
    if (externalId.filter(id -> id.length() > MAX_EXTERNAL_ID).isPresent()) {
      throw new ApiFailure(
          400,
          "Constraints violated.",
          List.of(
              Violation.inBody(index + "/externalId", "Must not be longer than 500 characters")));
    }
    return externalId;
  }

  private static String checkedScope(String text) {
    String scope = SettingsReads.scope(text);
    int hyphen = scope.lastIndexOf('-');
    String scopeClass = hyphen < 0 ? scope : scope.substring(0, hyphen);
    boolean wellFormed =
        scope.equals(SettingsStore.ENVIRONMENT) || scope.matches("[A-Z_]+-[0-9A-F]{16}");
    if (!wellFormed || !LogStorageSettings.ALLOWED_SCOPES.contains(scopeClass)) {
      throw new ApiFailure(404, "No write access for scope class " + scopeClass);
    }
    return scope;
  }

  private ObjectNode checkedValue(
      String schemaId, String scope, JsonNode item, int index, Optional<StoredObject> self) {
    String prefix = schemaId + "/" + index;
    if (!(item.path("value") instanceof ObjectNode value)) {
      throw new ApiFailure(
          400,
          "Constraints violated.",
          List.of(Violation.inBody(prefix, "The value must be an object")));
    }
    List<Violation> violations = new ArrayList<>(LogStorageSettings.violations(prefix, value));
    String title = value.path(LogStorageSettings.TITLE).asText();
    List<StoredObject> others =
        store.siblings(schemaId, scope).stream()
            .filter(object -> self.filter(s -> s.uuid().equals(object.uuid())).isEmpty())
            .toList();
    if (others.stream()
        .anyMatch(other -> other.value().path(LogStorageSettings.TITLE).asText().equals(title))) {
      violations.add(
          Violation.inBody(
              prefix + "/" + LogStorageSettings.TITLE,
              "[" + LogStorageSettings.TITLE + "] must be unique"));
    }
    if (self.isEmpty() && others.size() >= LogStorageSettings.MAX_OBJECTS_PER_SCOPE) {
      violations.add(Violation.inBody(prefix, "The maximum of 1000 objects is reached"));
    }
    if (!violations.isEmpty()) {
      throw new ApiFailure(
          400, "Validation failed for " + violations.size() + " Validators.", violations);
    }
    return value.deepCopy();
  }

  private Place placeOfCreate(String schemaId, String scope, JsonNode item, boolean replaces) {
    JsonNode insertAfter = item.path("insertAfter");
    if (insertAfter.isMissingNode() || insertAfter.isNull()) {
      return replaces ? Place.KEEP : Place.LAST;
    }
    return neighbour(Anchor.AFTER, Anchor.FIRST, insertAfter.asText(), schemaId, scope);
  }

  private Place placeOfUpdate(StoredObject existing, JsonNode body) {
    JsonNode after = body.path("insertAfter");
    JsonNode before = body.path("insertBefore");
    if (after.isTextual() && before.isTextual()) {
      throw new ApiFailure(400, "Only one of insertAfter and insertBefore may be set.");
    }
    if (after.isTextual()) {
      return neighbour(
          Anchor.AFTER, Anchor.FIRST, after.asText(), existing.schemaId(), existing.scope());
    }
    if (before.isTextual()) {
      return neighbour(
          Anchor.BEFORE, Anchor.LAST, before.asText(), existing.schemaId(), existing.scope());
    }
    return Place.KEEP;
  }

  private Place neighbour(
      Anchor beside, Anchor atEnd, String objectId, String schemaId, String scope) {
    if (objectId.isEmpty()) {
      return new Place(atEnd, "");
    }
    if (store.siblings(schemaId, scope).stream()
        .noneMatch(object -> object.objectId().equals(objectId))) {
      throw new ApiFailure(
          404, "Neighbor with key '" + objectId + "' not found for '" + schemaId + "'");
    }
    return new Place(beside, objectId);
  }

  private static void requireCurrent(StoredObject existing, String updateToken) {
    if (!updateToken.isEmpty() && !updateToken.equals(existing.updateToken())) {
      throw new ApiFailure(
          409,
          "Revisions: '"
              + updateToken
              + "' for Key '"
              + existing.uuid()
              + "' for '"
              + existing.schemaId()
              + "' are outdated");
    }
  }

  private StoredObject.Stamp stamp(String author) {
    return new StoredObject.Stamp(UUID.randomUUID().toString(), clock.millis(), author);
  }

  private static String author(ApiRequest request) {
    return TokenAuthentication.publicPart(request);
  }

  private static ObjectNode failed(ApiFailure failure, JsonNode value) {
    ObjectNode result = ApiResponse.JSON.createObjectNode().put("code", failure.status());
    result.set(
        "error", ApiResponse.errorNode(failure.status(), failure.message(), failure.violations()));
    if (value.isObject()) {
      result.set("invalidValue", value);
    }
    return result;
  }

  /** 200 if all items are good, 207 if some are; the items' own status if none is. */
  private static int statusOf(ArrayNode results) {
    int good = 0;
    int worst = 200;
    for (JsonNode result : results) {
      int code = result.path("code").asInt();
      good += code == 200 ? 1 : 0;
      worst = code == 200 ? worst : code;
    }
    if (good == results.size()) {
      return 200;
    }
    return good == 0 ? worst : 207;
  }

  static JsonNode parse(String body) {
    try {
      JsonNode json = ApiResponse.JSON.readTree(body);
      if (json != null && !json.isMissingNode()) {
        return json;
      }
    } catch (JsonProcessingException malformed) {
      // answered below like an empty body
    }
    throw new ApiFailure(400, "Could not map JSON.");
  }
}
