package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.util.List;

/** Renders settings objects as the service does. */
public final class ObjectRendering {

  public static final List<String> FIELDS =
      List.of(
          "objectId",
          "summary",
          "searchSummary",
          "created",
          "modified",
          "createdBy",
          "modifiedBy",
          "author",
          "updateToken",
          "scope",
          "modificationInfo",
          "resourceContext",
          "owner",
          "schemaId",
          "schemaVersion",
          "value",
          "externalId");

  /** The fields of a single object: all that are not deprecated. */
  static final List<String> FIELDS_OF_ONE =
      FIELDS.stream().filter(field -> !field.equals("modificationInfo")).toList();

  private static final String VALUE_PREFIX = "value.";

  private final SettingsSchemas schemas;

  public ObjectRendering(SettingsSchemas schemas) {
    this.schemas = schemas;
  }

  public ObjectNode node(StoredObject object, List<String> fields, SettingsStore store) {
    ObjectNode node = ApiResponse.JSON.createObjectNode();
    for (String field : fields) {
      JsonNode shown =
          switch (field) {
            case "modificationInfo" -> modificationInfo(object, store);
            case "resourceContext" -> resourceContext(object, store);
            default -> at(object, field);
          };
      if (!shown.isMissingNode()) {
        node.set(field, shown);
      }
    }
    return node;
  }

  /** The value of a field, or of a property of the value by {@code value.property}. */
  JsonNode at(StoredObject object, String field) {
    return switch (field) {
      case "objectId" -> TextNode.valueOf(object.objectId());
      case "summary", "searchSummary" ->
          TextNode.valueOf(schemas.get(object.schemaId()).summary(object.value()));
      case "created" -> LongNode.valueOf(object.createdBy().millis());
      case "modified" -> LongNode.valueOf(object.writtenBy().millis());
      case "createdBy" -> TextNode.valueOf(object.createdBy().author());
      case "modifiedBy", "author" -> TextNode.valueOf(object.writtenBy().author());
      case "updateToken" -> TextNode.valueOf(object.updateToken());
      case "scope" -> TextNode.valueOf(object.scope().id());
      case "schemaId" -> TextNode.valueOf(object.schemaId());
      case "schemaVersion" -> TextNode.valueOf(schemas.get(object.schemaId()).version());
      case "value" -> object.value();
      case "externalId" ->
          object.externalId().<JsonNode>map(TextNode::valueOf).orElse(MissingNode.getInstance());
      default ->
          field.startsWith(VALUE_PREFIX) ? inValue(object, field) : MissingNode.getInstance();
    };
  }

  private static JsonNode inValue(StoredObject object, String field) {
    JsonNode value = object.value().path(field.substring(VALUE_PREFIX.length()));
    if (!value.isMissingNode()) {
      return value;
    }
    JsonNode at = object.value();
    for (String step : field.substring(VALUE_PREFIX.length()).split("\\.", -1)) {
      at = at.path(step);
    }
    return at;
  }

  private ObjectNode modificationInfo(StoredObject object, SettingsStore store) {
    ObjectNode info =
        ApiResponse.JSON
            .createObjectNode()
            .put("deletable", !object.builtIn())
            .put("modifiable", true);
    return modifications(info, object, store);
  }

  private ObjectNode resourceContext(StoredObject object, SettingsStore store) {
    ObjectNode context = ApiResponse.JSON.createObjectNode();
    ArrayNode operations = context.putArray("operations").add("read").add("write");
    if (!object.builtIn()) {
      operations.add("delete");
    }
    modifications(context.putObject("modifications"), object, store);
    return context;
  }

  private ObjectNode modifications(ObjectNode node, StoredObject object, SettingsStore store) {
    SettingsSchema schema = schemas.get(object.schemaId());
    List<StoredObject> siblings = store.siblings(SchemaScope.of(object));
    boolean first = !siblings.isEmpty() && siblings.get(0).objectId().equals(object.objectId());
    node.put("movable", schema.ordered() && object.movable()).put("first", first);
    ArrayNode modifiable = node.putArray("modifiablePaths");
    ArrayNode fixed = node.putArray("nonModifiablePaths");
    if (object.builtIn()) {
      for (String property : schema.properties()) {
        (schema.alwaysModifiable(property) ? modifiable : fixed).add(property);
      }
    }
    return node;
  }
}
