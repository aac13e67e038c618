package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.http.Quoted;
import io.github.logconfig.simulator.internal.http.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Checks a value against the types and constraints of its schema. */
public final class ValueChecks {

  private static final Set<String> TEXTS =
      Set.of(
          "text",
          "secret",
          "setting",
          "local_date",
          "local_time",
          "local_date_time",
          "zoned_date_time",
          "time_zone");

  private final JsonNode definition;
  private final List<Violation> found = new ArrayList<>();

  private ValueChecks(JsonNode definition) {
    this.definition = definition;
  }

  /** Everything that is wrong with a value; paths begin with {@code prefix}. */
  static List<Violation> violations(SettingsSchema schema, String prefix, JsonNode value) {
    ValueChecks checks = new ValueChecks(schema.definition());
    checks.object(prefix, schema.definition(), value);
    return checks.found;
  }

  private void object(String path, JsonNode type, JsonNode value) {
    if (!value.isObject()) {
      add(path, "Must be an object");
      return;
    }
    JsonNode properties = type.path("properties");
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!properties.has(name)) {
                add(path + "/" + name, "Unknown property '" + Quoted.text(name) + "'");
              }
            });
    for (var property : properties.properties()) {
      String name = property.getKey();
      property(path, name, property.getValue(), value.path(name));
    }
    for (JsonNode constraint : type.path("constraints")) {
      if (constraint.path("type").asText().equals("CUSTOM_VALIDATOR_REF")) {
        CustomValidators.check(constraint.path("customValidatorId").asText(), path, value, found);
      }
    }
  }

  private void property(String parent, String name, JsonNode property, JsonNode value) {
    String path = parent + "/" + name;
    if (value.isMissingNode() || value.isNull()) {
      // whether a precondition holds is not evaluated: what depends on one may always be missing
      if (!property.path("nullable").asBoolean(false) && !property.has("precondition")) {
        add(
            path,
            "Given property '"
                + name
                + "' with value: 'null' does not comply with required NonNull of schema");
      }
      return;
    }
    typed(path, property, value);
  }

  private void typed(String path, JsonNode property, JsonNode value) {
    JsonNode type = property.path("type");
    String reference = type.path("$ref").asText("");
    if (reference.startsWith("#/enums/")) {
      enumValue(path, definition.path("enums").path(reference.substring(8)), value);
    } else if (reference.startsWith("#/types/")) {
      object(path, definition.path("types").path(reference.substring(8)), value);
    } else if (TEXTS.contains(type.asText())) {
      text(path, property, value);
    } else {
      switch (type.asText()) {
        case "boolean" -> require(value.isBoolean(), path, "Must be a boolean");
        case "integer" -> number(path, property, value, value.isIntegralNumber(), "an integer");
        case "float" -> number(path, property, value, value.isNumber(), "a number");
        case "list", "set" -> elements(path, property, value, type.asText().equals("set"));
        default -> {
          // a type that is not simulated: any value will do
        }
      }
    }
  }

  private void enumValue(String path, JsonNode type, JsonNode value) {
    boolean known = false;
    for (JsonNode item : type.path("items")) {
      known |= item.path("value").equals(value);
    }
    require(known, path, "Unknown enum value '" + Quoted.text(value.asText()) + "'");
  }

  private void text(String path, JsonNode property, JsonNode value) {
    if (!value.isTextual()) {
      add(path, "Must be a text");
      return;
    }
    String text = value.asText();
    for (JsonNode constraint : property.path("constraints")) {
      TextConstraint.violation(constraint, text).ifPresent(message -> add(path, message));
    }
  }

  private void number(
      String path, JsonNode property, JsonNode value, boolean rightType, String expected) {
    if (!rightType || !Double.isFinite(value.doubleValue())) {
      add(path, "Must be " + expected);
      return;
    }
    for (JsonNode constraint : property.path("constraints")) {
      if (constraint.path("type").asText().equals("RANGE")) {
        JsonNode least = constraint.path("minimum");
        JsonNode most = constraint.path("maximum");
        boolean within =
            (!least.isNumber() || value.decimalValue().compareTo(least.decimalValue()) >= 0)
                && (!most.isNumber() || value.decimalValue().compareTo(most.decimalValue()) <= 0);
        require(within, path, "Must be between " + least.asText() + " and " + most.asText());
      }
    }
  }

  private void elements(String path, JsonNode property, JsonNode value, boolean set) {
    if (!value.isArray()) {
      add(path, "Must be an array");
      return;
    }
    int least = property.path("minObjects").asInt(0);
    int most = property.path("maxObjects").asInt(Integer.MAX_VALUE);
    require(
        value.size() >= least, path, "Must have at least " + least + " element" + plural(least));
    require(
        value.size() <= most, path, "Must not have more than " + most + " element" + plural(most));
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      JsonNode element = value.get(i);
      if (element.isNull()) {
        add(path + "/" + i, "Element may not be null.");
      } else {
        typed(path + "/" + i, property.path("items"), element);
      }
      if (set && !seen.add(element.isTextual() ? element.asText() : unordered(element))) {
        add(path + "/" + i, "Must not contain duplicates");
      }
    }
  }

  /** A form of a value that is equal whatever the order of its arrays. */
  static String unordered(JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(element -> parts.add(unordered(element)));
      parts.sort(null);
      return parts.toString();
    }
    if (value.isObject()) {
      TreeMap<String, String> members = new TreeMap<>();
      value.properties().forEach(e -> members.put(e.getKey(), unordered(e.getValue())));
      return members.toString();
    }
    return value.toString();
  }

  private void require(boolean holds, String path, String message) {
    if (!holds) {
      add(path, message);
    }
  }

  private void add(String path, String message) {
    found.add(Violation.inBody(path, message));
  }

  private static String plural(int count) {
    return count == 1 ? "" : "s";
  }
}
