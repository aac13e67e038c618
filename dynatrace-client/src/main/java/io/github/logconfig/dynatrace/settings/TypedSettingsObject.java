package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * A settings object with its value converted to a class.
 *
 * @param object the object, with its value as received
 * @param value the value
 * @param <T> a class that Jackson can read
 * @since 0.1.0
 */
public record TypedSettingsObject<T>(SettingsObject object, T value) {

  private static final String READ = "GET /settings/objects";

  static <T> TypedSettingsObject<T> of(SettingsObject object, Class<T> type) {
    return new TypedSettingsObject<>(
        object,
        object
            .valueAs(type)
            .orElseThrow(
                () -> new DynatraceResponseException(READ, "the object has no value", null)));
  }

  static <T> T read(JsonNode value, Class<T> type, Optional<SettingsObjectId> objectId) {
    try {
      return Json.MAPPER.treeToValue(value, type);
    } catch (JsonProcessingException e) {
      String which = objectId.map(id -> " of object " + id.value()).orElse("");
      String where =
          e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
              ? ": " + mapping.getPathReference()
              : "";
      // without the cause, which quotes the value at any length
      throw new DynatraceResponseException(
          READ, "the value" + which + " cannot be read as " + type.getName() + where, null);
    }
  }

  static void requireObject(JsonNode value) {
    if (!value.isObject()) {
      throw new InvalidArgumentException(
          "value of a settings object", value.getNodeType().name(), "a JSON object");
    }
  }

  /** Converts a value to JSON. */
  static JsonNode write(Object value) {
    Objects.requireNonNull(value, "value");
    try {
      return Json.MAPPER.valueToTree(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(
          "value of a settings object", value.getClass().getName(), "a class that Jackson writes");
    }
  }
}
