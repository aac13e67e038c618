package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.Quoted;
import io.github.logconfig.simulator.internal.http.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions that have to hold before an object is written. */
public final class WriteChecks {

  private static final int MAX_EXTERNAL_ID = 500;
  private static final List<String> TEXTS_OF_CREATE =
      List.of("schemaId", "schemaVersion", "scope", "externalId", "objectId", "insertAfter");
  private static final List<String> TEXTS_OF_UPDATE =
      List.of("schemaVersion", "updateToken", "insertAfter", "insertBefore");

  private final SettingsSchemas schemas;

  WriteChecks(SettingsSchemas schemas) {
    this.schemas = schemas;
  }

  /** A body of another shape cannot be read at all, whatever its other items are. */
  static void requireShapeOfCreate(JsonNode item) {
    requireShape(item, TEXTS_OF_CREATE);
  }

  static void requireShapeOfUpdate(JsonNode body) {
    requireShape(body, TEXTS_OF_UPDATE);
  }

  static Scope checkedScope(SettingsSchema schema, JsonNode item, int index) {
    String text = item.path("scope").asText("");
    if (text.isEmpty()) {
      return generatedScope(schema, item)
          .orElseThrow(() -> violated(index + "/scope", "may not be null"));
    }
    Optional<Scope> scope = Scope.parse(text);
    if (scope.isEmpty() || !schema.allowedScopes().contains(scope.get().type())) {
      String type = scope.map(Scope::type).orElse(text);
      throw new ApiFailure(404, "No write access for scope class " + Quoted.text(type));
    }
    return scope.get();
  }

  /**
   * Returns the scope that the service derives from the value. Of the schemas that are known, only
   * the connection of a Kubernetes cluster supports that.
   */
  private static Optional<Scope> generatedScope(SettingsSchema schema, JsonNode item) {
    JsonNode value = item.path("value");
    String uid = value.path("clusterId").asText("");
    return schema.schemaId().equals(SettingsSchemas.KUBERNETES) && !uid.isEmpty()
        ? Optional.of(new Scope(SimulatedEntity.kubernetesCluster("", uid).entityId()))
        : Optional.empty();
  }

  static Optional<String> checkedExternalId(JsonNode item, int index) {
    Optional<String> externalId =
        Optional.of(item.path("externalId").asText("")).filter(id -> !id.isEmpty());
    if (externalId.filter(id -> id.length() > MAX_EXTERNAL_ID).isPresent()) {
      throw violated(index + "/externalId", "Must not be longer than 500 characters");
    }
    return externalId;
  }

  /** The object that an item replaces, known by external id or object id. */
  static Optional<StoredObject> replaced(
      SettingsStore store, SchemaScope key, JsonNode item, Optional<String> externalId) {
    Optional<StoredObject> byExternalId = externalId.flatMap(id -> store.findByExternalId(key, id));
    String objectId = item.path("objectId").asText("");
    if (objectId.isEmpty()) {
      return byExternalId;
    }
    StoredObject byObjectId =
        store
            .find(objectId)
            .filter(object -> SchemaScope.of(object).equals(key))
            .orElseThrow(() -> new ApiFailure(404, "Settings not found"));
    if (externalId.isEmpty()) {
      throw new ApiFailure(400, "An objectId can only be used together with an externalId.");
    }
    if (byExternalId.filter(object -> !object.objectId().equals(objectId)).isPresent()) {
      throw new ApiFailure(
          400, "The external id and the object id belong to different settings objects.");
    }
    return Optional.of(byObjectId);
  }

  static void requireCurrent(StoredObject existing, String updateToken) {
    if (!updateToken.isEmpty() && !updateToken.equals(existing.updateToken())) {
      throw new ApiFailure(
          409,
          "Revisions: '"
              + OpaqueIds.revision(updateToken).map(Quoted::text).orElse("")
              + "' for Key '"
              + existing.uuid()
              + "' for '"
              + existing.schemaId()
              + "' are outdated");
    }
  }

  ObjectNode checkedValue(
      SettingsStore store,
      SettingsSchema schema,
      SchemaScope key,
      JsonNode item,
      int index,
      Optional<StoredObject> self,
      boolean repairInput) {
    String prefix = schemas.get(key.schemaId()).schemaId() + "/" + index;
    if (!(item.path("value") instanceof ObjectNode given)) {
      throw violated(prefix, "The value must be an object");
    }
    ObjectNode value = ValueRepair.complete(schema, given, repairInput);
    List<Violation> violations = new ArrayList<>(ValueChecks.violations(schema, prefix, value));
    List<StoredObject> siblings = store.siblings(key);
    for (List<String> properties : schema.uniqueProperties()) {
      if (siblings.stream()
          .filter(other -> self.filter(same -> same.uuid().equals(other.uuid())).isEmpty())
          .anyMatch(other -> sameValues(properties, other.value(), value))) {
        violations.add(
            Violation.inBody(
                prefix + "/" + properties.get(0),
                "[" + String.join(", ", properties) + "] must be unique"));
      }
    }
    if (self.isEmpty() && siblings.size() >= schema.maxObjects()) {
      violations.add(
          Violation.inBody(
              prefix, "The maximum of " + schema.maxObjects() + " objects is reached"));
    }
    self.filter(StoredObject::builtIn)
        .ifPresent(builtIn -> requireOnlyModifiable(schema, prefix, builtIn, value, violations));
    if (!violations.isEmpty()) {
      throw new ApiFailure(
          400, "Validation failed for " + violations.size() + " Validators.", violations);
    }
    return value;
  }

  private static void requireOnlyModifiable(
      SettingsSchema schema,
      String prefix,
      StoredObject builtIn,
      JsonNode value,
      List<Violation> violations) {
    for (String property : schema.properties()) {
      boolean same =
          ValueChecks.unordered(builtIn.value().path(property))
              .equals(ValueChecks.unordered(value.path(property)));
      if (!same && !schema.alwaysModifiable(property)) {
        violations.add(
            Violation.inBody(prefix + "/" + property, "Modification of value is not allowed"));
      }
    }
  }

  private static boolean sameValues(List<String> properties, JsonNode left, JsonNode right) {
    return properties.stream()
        .allMatch(
            property -> {
              JsonNode value = at(left, property);
              return !value.isMissingNode() && !value.isNull() && value.equals(at(right, property));
            });
  }

  /** Returns the property at a path; its steps are separated by {@code /} or {@code .}. */
  private static JsonNode at(JsonNode value, String path) {
    if (value.has(path)) {
      return value.path(path);
    }
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '/' || path.charAt(i) == '.') {
        JsonNode found = at(value.path(path.substring(0, i)), path.substring(i + 1));
        if (!found.isMissingNode()) {
          return found;
        }
      }
    }
    return MissingNode.getInstance();
  }

  private static void requireShape(JsonNode json, List<String> texts) {
    boolean fits = json.isObject();
    for (String name : texts) {
      JsonNode member = json.path(name);
      fits = fits && (member.isMissingNode() || member.isNull() || member.isTextual());
    }
    if (!fits) {
      throw new ApiFailure(400, "Could not map JSON.");
    }
  }

  private static ApiFailure violated(String path, String message) {
    return new ApiFailure(400, "Constraints violated.", List.of(Violation.inBody(path, message)));
  }
}
