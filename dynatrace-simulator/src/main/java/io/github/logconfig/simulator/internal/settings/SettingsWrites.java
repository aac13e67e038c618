package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.auth.TokenAuthentication;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.settings.StoredObject.Protection;
import io.github.logconfig.simulator.internal.settings.StoredObject.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/**
 * Creates, replaces and deletes settings objects. Each item takes effect as a whole or not at all.
 */
public final class SettingsWrites {

  private static final String REPAIR_INPUT = "repairInput";

  private final SettingsState state;
  private final WriteChecks checks;
  private final Placement placement;
  private final SettingsSchemas schemas;
  private final Clock clock;

  public SettingsWrites(SettingsState state, SettingsSchemas schemas, Clock clock) {
    this.state = state;
    this.schemas = schemas;
    this.checks = new WriteChecks(schemas);
    this.placement = new Placement();
    this.clock = clock;
  }

  /** The parameters of a request that creates objects, and its author. */
  private record Write(boolean validateOnly, boolean repairInput, String author) {}

  public ApiResponse post(ApiRequest request) {
    JsonNode body = parse(request.body());
    if (!body.isArray() || body.isEmpty()) {
      throw new ApiFailure(400, "The request body must be an array of settings objects.");
    }
    body.forEach(WriteChecks::requireShapeOfCreate);
    Write write =
        new Write(
            request.flag("validateOnly"),
            request.flag(REPAIR_INPUT),
            TokenAuthentication.publicPart(request));
    ArrayNode results = ApiResponse.JSON.createArrayNode();
    for (int i = 0; i < body.size(); i++) {
      JsonNode item = body.get(i);
      int index = i;
      ObjectNode result = state.write(store -> createOne(store, item, index, write));
      results.add(result);
    }
    return ApiResponse.json(statusOf(results), results);
  }

  public ApiResponse put(String objectId, ApiRequest request) {
    return state.write(
        store -> {
          JsonNode body = ApiResponse.JSON.nullNode();
          try {
            body = parse(request.body());
            update(store, objectId, body, request);
            return ApiResponse.json(
                200,
                ApiResponse.JSON.createObjectNode().put("code", 200).put("objectId", objectId));
          } catch (ApiFailure failure) {
            return ApiResponse.json(failure.status(), failed(failure, body.path("value")));
          }
        });
  }

  public ApiResponse delete(String objectId, ApiRequest request) {
    return state.write(
        store -> {
          try {
            StoredObject existing = existing(store, objectId);
            WriteChecks.requireCurrent(existing, request.query().getOrDefault("updateToken", ""));
            if (existing.builtIn()) {
              throw new ApiFailure(400, "Deletion of value(s) is not allowed");
            }
            store.remove(existing);
            return ApiResponse.empty(204);
          } catch (ApiFailure failure) {
            return ApiResponse.json(failure.status(), failed(failure, ApiResponse.JSON.nullNode()));
          }
        });
  }

  /** Writes an object unchanged, as another client would. */
  public void touch(SettingsStore store, StoredObject object) {
    Stamp stamp = Stamp.of(clock.millis(), "dt0c01.SOMEBODYELSE");
    store.put(object.written(object.value(), Optional.empty(), stamp), Place.KEEP);
  }

  /**
   * Puts an object as a test has it, after the checks that a request would meet.
   *
   * @throws IllegalArgumentException if the service would refuse it
   */
  public void seed(JsonNode item, Protection protection) {
    try {
      WriteChecks.requireShapeOfCreate(item);
      Write write = new Write(false, false, "dt0c01.SEED");
      state.write(store -> create(store, item, 0, write, protection));
    } catch (ApiFailure failure) {
      throw new IllegalArgumentException(
          "the service would refuse the object: " + failure.message() + failure.violations(),
          failure);
    }
  }

  private void update(SettingsStore store, String objectId, JsonNode body, ApiRequest request) {
    WriteChecks.requireShapeOfUpdate(body);
    StoredObject existing = existing(store, objectId);
    WriteChecks.requireCurrent(existing, body.path("updateToken").asText(""));
    SettingsSchema schema = schemas.get(existing.schemaId());
    ObjectNode value =
        checks.checkedValue(
            store,
            schema,
            SchemaScope.of(existing),
            body,
            0,
            Optional.of(existing),
            request.flag(REPAIR_INPUT));
    Place place = placement.ofUpdate(store, schema, existing, body);
    if (!request.flag("validateOnly")) {
      Stamp stamp = Stamp.of(clock.millis(), TokenAuthentication.publicPart(request));
      store.put(existing.written(value, Optional.empty(), stamp), place);
    }
  }

  private ObjectNode createOne(SettingsStore store, JsonNode item, int index, Write write) {
    try {
      return create(store, item, index, write, Protection.NONE);
    } catch (ApiFailure failure) {
      return failed(failure, item.path("value"));
    }
  }

  private ObjectNode create(
      SettingsStore store, JsonNode item, int index, Write write, Protection protection) {
    SettingsSchema schema = schemas.get(item.path("schemaId").asText(""));
    Scope scope = WriteChecks.checkedScope(schema, item, index);
    SchemaScope key = new SchemaScope(schema.schemaId(), scope);
    Optional<String> externalId = WriteChecks.checkedExternalId(item, index);
    Optional<StoredObject> existing = WriteChecks.replaced(store, key, item, externalId);
    ObjectNode value =
        checks.checkedValue(store, schema, key, item, index, existing, write.repairInput());
    Place place = placement.ofCreate(store, schema, key, item, existing);
    ObjectNode result = ApiResponse.JSON.createObjectNode().put("code", 200);
    if (write.validateOnly()) {
      return result;
    }
    Stamp stamp = Stamp.of(clock.millis(), write.author());
    StoredObject object =
        existing
            .map(before -> before.written(value, externalId, stamp))
            .orElseGet(
                () -> StoredObject.created(schema, scope, externalId, value, stamp, protection));
    store.put(object, place);
    return result.put("objectId", object.objectId());
  }

  private static StoredObject existing(SettingsStore store, String objectId) {
    return store.find(objectId).orElseThrow(() -> new ApiFailure(404, "Settings not found"));
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
    int bad = 200;
    for (JsonNode result : results) {
      int code = result.path("code").asInt();
      good += code == 200 ? 1 : 0;
      bad = code == 200 ? bad : code;
    }
    return good == 0 || bad == 200 ? bad : 207;
  }

  public static JsonNode parse(String body) {
    try {
      JsonNode json = ApiResponse.JSON.readTree(body);
      if (json != null && !json.isMissingNode()) {
        // an unpaired surrogate, possible only as an escape, cannot be encoded in an answer
        if (!body.contains("\\u") || StandardCharsets.UTF_8.newEncoder().canEncode(texts(json))) {
          return json;
        }
      }
    } catch (JsonProcessingException malformed) {
      // answered below like an empty body
    }
    throw new ApiFailure(400, "Could not map JSON.");
  }

  private static String texts(JsonNode json) {
    StringBuilder texts = new StringBuilder(json.isTextual() ? json.asText() : "");
    json.fieldNames().forEachRemaining(name -> texts.append(name).append(' '));
    // a space between them, so that no two halves make a whole
    json.forEach(element -> texts.append(' ').append(texts(element)));
    return texts.toString();
  }
}
