package io.github.logconfig.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Fields of an observed value that this version does not know, kept so that a write does not lose
 * them.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param json the JSON text of each field, by the name of the field
 * @since 0.1.0
 */
public record OtherFields(Map<String, String> json) {

  /** No other field. */
  public static final OtherFields NONE = new OtherFields(Map.of());

  /** Values that a field has when nobody has set it. */
  private static final Set<String> UNSET = Set.of("null", "false", "\"\"", "[]", "{}", "0");

  /** Copies the fields. */
  public OtherFields {
    json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
  }

  /** Whether there is no other field. */
  public boolean isEmpty() {
    return json.isEmpty();
  }

  /**
   * Whether one of the fields is set to something, so that the value may mean more than this
   * version knows. A field that is null, false, zero or empty is taken for one that a newer schema
   * has added and nobody has set.
   */
  public boolean matter() {
    for (String value : json.values()) {
      if (!UNSET.contains(value.strip())) {
        return true;
      }
    }
    return false;
  }
}
