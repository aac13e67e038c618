package io.github.logconfig.rule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fields of an observed value that this version does not know. They are kept so that an update does
 * not remove them.
 *
 * <p><b>Thread safety:</b> immutable if the numbers are.
 *
 * @param values the fields by name, as plain JSON values: maps, lists, strings, numbers, booleans
 *     and null
 * @since 0.1.0
 */
public record OtherFields(Map<String, @Nullable Object> values) {

  /** No other fields. */
  public static final OtherFields NONE = new OtherFields(Map.of());

  /** Copies the fields. */
  public OtherFields {
    values = copy(values);
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put(String.valueOf(name), copyOf(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copyOf(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    if (value instanceof Collection<?> items) {
      List<@Nullable Object> copy = new ArrayList<>();
      items.forEach(item -> copy.add(copyOf(item)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }

  /** Returns whether there are no other fields. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * Returns whether a field is set, so that the value may mean more than this version knows. A
   * field that is null, false, zero or empty counts as not set: it was probably added by a newer
   * version of the schema.
   */
  public boolean isAnySet() {
    return !values.isEmpty() && values.values().stream().anyMatch(OtherFields::isSet);
  }

  private static boolean isSet(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (value instanceof Collection<?> items) {
      return !items.isEmpty();
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).signum() != 0;
    }
    return value instanceof Boolean flag ? flag : value != null && !value.toString().isEmpty();
  }

  /** Returns the fields as JSON texts, by name. */
  public Map<String, String> json() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, json(value)));
    return texts;
  }

  private static String json(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(it -> quoted(String.valueOf(it.getKey())) + ":" + json(it.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(OtherFields::json).collect(Collectors.joining(",", "[", "]"));
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? String.valueOf(value)
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> {
          if (c < ' ') {
            json.append("\\u%04X".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
