package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * Orders values of fields: numbers by size, everything else as text; what is missing comes last.
 */
public enum FieldOrder implements Comparator<JsonNode> {
  INSTANCE;

  @Override
  public int compare(JsonNode left, JsonNode right) {
    if (left.isMissingNode() || right.isMissingNode()) {
      return Boolean.compare(left.isMissingNode(), right.isMissingNode());
    }
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.asText().compareTo(right.asText());
  }
}
