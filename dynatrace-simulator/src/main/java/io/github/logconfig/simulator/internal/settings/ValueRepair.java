package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.util.Set;

/**
 * Completes a value before it is checked. A collection without a value is empty. With the parameter
 * {@code repairInput} the default of the schema replaces every other value that is missing, and
 * properties that the schema does not have are dropped.
 */
public final class ValueRepair {

  private static final Set<String> COLLECTIONS = Set.of("list", "set", "map");
  private static final String TYPES = "#/types/";

  private final JsonNode types;
  private final boolean repairInput;

  private ValueRepair(SettingsSchema schema, boolean repairInput) {
    this.types = schema.definition().path("types");
    this.repairInput = repairInput;
  }

  /** Returns a completed copy of a value. */
  static ObjectNode complete(SettingsSchema schema, ObjectNode value, boolean repairInput) {
    return new ValueRepair(schema, repairInput).object(schema.definition(), value);
  }

  private ObjectNode object(JsonNode type, ObjectNode value) {
    ObjectNode completed = value.deepCopy();
    JsonNode properties = type.path("properties");
    if (repairInput && properties.isObject()) {
      value
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!properties.has(name)) {
                  completed.remove(name);
                }
              });
    }
    for (var entry : properties.properties()) {
      JsonNode property = entry.getValue();
      JsonNode given = value.path(entry.getKey());
      JsonNode used =
          given.isMissingNode() || given.isNull() ? missing(property) : nested(property, given);
      if (!used.isMissingNode()) {
        completed.set(entry.getKey(), used);
      }
    }
    return completed;
  }

  private JsonNode nested(JsonNode property, JsonNode value) {
    String reference = reference(property);
    if (value instanceof ObjectNode object && reference.startsWith(TYPES)) {
      return object(type(reference), object);
    }
    if (value instanceof ArrayNode elements) {
      ArrayNode completed = elements.arrayNode();
      elements.forEach(element -> completed.add(nested(property.path("items"), element)));
      return completed;
    }
    return value;
  }

  /** Returns the replacement of a missing value; a missing node if there is none. */
  private JsonNode missing(JsonNode property) {
    // whether a precondition holds is not evaluated: what depends on one may always be missing
    if (property.path("nullable").asBoolean(false) || property.has("precondition")) {
      return MissingNode.getInstance();
    }
    JsonNode standard = property.path("default");
    if (repairInput && !standard.isMissingNode() && !standard.isNull()) {
      return standard.deepCopy();
    }
    String type = property.path("type").asText();
    if (COLLECTIONS.contains(type)) {
      return type.equals("map")
          ? ApiResponse.JSON.createObjectNode()
          : ApiResponse.JSON.createArrayNode();
    }
    if (!repairInput) {
      return MissingNode.getInstance();
    }
    String reference = reference(property);
    if (reference.startsWith(TYPES)) {
      return object(type(reference), ApiResponse.JSON.createObjectNode());
    }
    return type.equals("boolean") ? BooleanNode.FALSE : MissingNode.getInstance();
  }

  private JsonNode type(String reference) {
    return types.path(reference.substring(TYPES.length()));
  }

  private static String reference(JsonNode property) {
    return property.path("type").path("$ref").asText("");
  }
}
