package io.github.logconfig.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;

/** Writes trees of maps, lists and plain values as JSON. */
public final class Json {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final ObjectMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final ObjectMapper LINE = new ObjectMapper();

  private Json() {}

  /** Initializes the JSON library: its classes and constants. */
  public static void load() {
    try {
      Objects.requireNonNull(LINE.readTree("{}"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an empty object is valid", e);
    }
  }

  /** Returns a tree as indented JSON with a final line feed. */
  public static String of(Object tree) {
    return write(JSON, tree);
  }

  /** Returns a tree as JSON on one line with a final line feed. */
  public static String line(Object tree) {
    return write(LINE, tree);
  }

  /** Returns values as a tree with sorted keys. */
  public static JsonNode sorted(Object values) {
    return SORTED.valueToTree(values);
  }

  private static String write(ObjectMapper mapper, Object tree) {
    try {
      return mapper.writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always serializable", e);
    }
  }
}
