package io.github.logconfig.render;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the trees of {@link PlanJson} as JSON, indented, for golden files. */
final class Json {

  private Json() {}

  static String write(Object tree) {
    return write(tree, "") + "\n";
  }

  private static String write(Object tree, String indent) {
    String inner = indent + "  ";
    if (tree instanceof Map<?, ?> map) {
      return map.isEmpty()
          ? "{}"
          : map.entrySet().stream()
              .map(entry -> inner + quoted(entry.getKey()) + ": " + write(entry.getValue(), inner))
              .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }
    if (tree instanceof List<?> list) {
      return list.isEmpty()
          ? "[]"
          : list.stream()
              .map(item -> inner + write(item, inner))
              .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
    }
    return tree instanceof String ? quoted(tree) : String.valueOf(tree);
  }

  private static String quoted(Object text) {
    return "\"" + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
