package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A settings schema: the valid values of its objects, their scopes, and how many there may be. It
 * keeps the JSON of the service, so parts that are not checked are served as well.
 */
public final class SettingsSchema {

  private static final List<String> REQUIRED =
      List.of("schemaId", "version", "displayName", "allowedScopes", "properties");

  private final ObjectNode definition;
  private final String schemaId;
  private final String version;
  private final Set<String> allowedScopes = new TreeSet<>();
  private final boolean ordered;
  private final int maxObjects;
  private final List<List<String>> uniqueProperties = new ArrayList<>();

  private SettingsSchema(ObjectNode definition) {
    this.definition = definition;
    this.schemaId = definition.path("schemaId").asText();
    this.version = definition.path("version").asText();
    definition.path("allowedScopes").forEach(scope -> allowedScopes.add(scope.asText()));
    this.ordered = definition.path("ordered").asBoolean(false);
    boolean multiObject = definition.path("multiObject").asBoolean(false);
    this.maxObjects = multiObject ? definition.path("maxObjects").asInt(1_000) : 1;
    for (JsonNode constraint : definition.path("schemaConstraints")) {
      if (constraint.path("type").asText().equals("UNIQUE")) {
        List<String> properties = new ArrayList<>();
        constraint.path("uniqueProperties").forEach(name -> properties.add(name.asText()));
        uniqueProperties.add(List.copyOf(properties));
      }
    }
  }

  /**
   * Reads a schema.
   *
   * @throws IllegalArgumentException if it is none, with what is missing
   */
  public static SettingsSchema of(JsonNode json) {
    if (!(json instanceof ObjectNode given)) {
      throw new IllegalArgumentException("a settings schema is a JSON object");
    }
    for (String key : REQUIRED) {
      if (given.path(key).isMissingNode() || given.path(key).isNull()) {
        throw new IllegalArgumentException("the settings schema has no \"" + key + "\"");
      }
    }
    ObjectNode definition = given.deepCopy();
    if (!definition.path("properties").isObject()) {
      throw new IllegalArgumentException("\"properties\" of the settings schema is no object");
    }
    for (String key : List.of("dynatrace", "description")) {
      if (!definition.path(key).isTextual()) {
        definition.put(key, key.equals("dynatrace") ? "1" : "");
      }
    }
    for (String key : List.of("enums", "types")) {
      if (!definition.path(key).isObject()) {
        definition.putObject(key);
      }
    }
    if (!definition.has("multiObject")) {
      definition.put("multiObject", false);
    }
    if (!definition.has("maxObjects")) {
      definition.put("maxObjects", definition.path("multiObject").asBoolean() ? 1_000 : 1);
    }
    for (JsonNode pattern : constraintPatterns(definition)) {
      requireExpression(pattern.asText());
    }
    return new SettingsSchema(definition);
  }

  ObjectNode definition() {
    return definition;
  }

  String schemaId() {
    return schemaId;
  }

  String version() {
    return version;
  }

  Set<String> allowedScopes() {
    return allowedScopes;
  }

  boolean ordered() {
    return ordered;
  }

  /** The most objects in one scope; 1 unless the schema allows several. */
  int maxObjects() {
    return maxObjects;
  }

  boolean multiObject() {
    return definition.path("multiObject").asBoolean();
  }

  /**
   * The properties that together must differ between the objects of a scope; paths with {@code /}
   * or {@code .}.
   */
  List<List<String>> uniqueProperties() {
    return uniqueProperties;
  }

  /** Returns the summary of an object: its key property, or an empty text. */
  String summary(JsonNode value) {
    String key = definition.path("keyProperty").asText("");
    return key.isEmpty() ? "" : value.path(key).asText("");
  }

  /** Whether a property of built-in objects may be changed. */
  boolean alwaysModifiable(String property) {
    return definition
        .path("properties")
        .path(property)
        .path("modificationPolicy")
        .asText()
        .equals("ALWAYS");
  }

  /** The defaults of the properties that have one. */
  ObjectNode defaults() {
    ObjectNode defaults = ApiResponse.JSON.createObjectNode();
    for (String name : properties()) {
      JsonNode value = definition.path("properties").path(name).path("default");
      if (!value.isMissingNode()) {
        defaults.set(name, value);
      }
    }
    return defaults;
  }

  List<String> properties() {
    List<String> names = new ArrayList<>();
    definition.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<JsonNode> constraintPatterns(JsonNode definition) {
    return definition.findParents("pattern").stream()
        .filter(node -> Set.of("PATTERN", "REGEX").contains(node.path("type").asText()))
        .map(node -> node.path("pattern"))
        .toList();
  }

  private static void requireExpression(String expression) {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern \"" + Quoted.text(expression) + "\" is no regular expression", e);
    }
  }
}
