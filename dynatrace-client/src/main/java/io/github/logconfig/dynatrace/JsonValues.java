package io.github.logconfig.dynatrace;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares values of settings the way the service means them. */
final class JsonValues {

  private JsonValues() {}

  /** Whether two values are the same, but for the order of keys and the form of numbers. */
  static boolean same(JsonNode one, JsonNode other) {
    return one.equals(JsonValues::compare, other);
  }

  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }
}
