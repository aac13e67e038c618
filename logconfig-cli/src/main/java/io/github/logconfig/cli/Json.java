package io.github.logconfig.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Results for programs. */
final class Json {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final ObjectMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final ObjectMapper LINE = new ObjectMapper();

  private Json() {}

  /** A tree of maps, lists and plain values as JSON, ended by a line end. */
  static String of(Object tree) {
    return write(JSON, tree);
  }

  /** The same on one line. */
  static String line(Object tree) {
    return write(LINE, tree);
  }

  /** Values as a tree in which maps without an order of their own have that of their keys. */
  static JsonNode sorted(Object values) {
    return SORTED.valueToTree(values);
  }

  private static String write(ObjectMapper mapper, Object tree) {
    try {
      return mapper.writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }
}
