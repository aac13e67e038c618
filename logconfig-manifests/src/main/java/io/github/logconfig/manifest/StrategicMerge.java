package io.github.logconfig.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge of a patch into an object, with the results of Kustomize.
 *
 * <ul>
 *   <li>mappings are merged; {@code null} removes a field
 *   <li>lists of a built-in kind that have a key, such as containers, are merged by that key;
 *       elements of the patch come first
 *   <li>all other lists are replaced, every list of a custom resource among them
 *   <li>{@code $patch: delete} removes a mapping or a list element, {@code $patch: replace}
 *       replaces it
 * </ul>
 */
final class StrategicMerge {

  /** Keys of lists in built-in kinds, by name of the list. */
  private static final Map<String, String> LIST_KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("env", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("secrets", "name"),
          Map.entry("resourceClaims", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("ports", "containerPort"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"));

  private static final String DIRECTIVE = "$patch";

  private final boolean builtIn;

  private StrategicMerge(boolean builtIn) {
    this.builtIn = builtIn;
  }

  /**
   * Returns the merged object; the arguments stay as they are.
   *
   * @param builtIn whether Kubernetes itself defines the kind
   * @throws ConfigValidationException if the patch does not have the structure of the object
   */
  static ObjectNode merge(ObjectNode object, ObjectNode patch, boolean builtIn) {
    return new StrategicMerge(builtIn).mapping(object, patch, "");
  }

  private ObjectNode mapping(ObjectNode original, ObjectNode patch, String path) {
    ObjectNode merged = original.deepCopy();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      String below = path.isEmpty() ? name : path + "." + name;
      if (name.equals(DIRECTIVE)) {
        requireMerge(value, below);
      } else if (name.startsWith("$")) {
        throw invalid(below, "this directive is not supported; only $patch is");
      } else if (value.isNull() || isDirective(value, "delete", below)) {
        merged.remove(name);
      } else {
        merged.set(name, value(original.get(name), value, name, below));
      }
    }
    return merged;
  }

  private JsonNode value(@Nullable JsonNode original, JsonNode patch, String name, String path) {
    if (patch.isObject()) {
      if (original == null || original.isNull() || isDirective(patch, "replace", path)) {
        return mapping(
            JsonNodeFactory.instance.objectNode(), withoutDirective((ObjectNode) patch), path);
      }
      if (!original.isObject()) {
        throw invalid(path, "expected " + typeOf(original) + ", not a mapping");
      }
      return mapping((ObjectNode) original, (ObjectNode) patch, path);
    }
    if (original != null && original.isContainerNode() && original.isArray() != patch.isArray()) {
      throw invalid(path, "expected " + typeOf(original) + ", not " + typeOf(patch));
    }
    if (original != null && original.isValueNode() && patch.isArray()) {
      throw invalid(path, "expected " + typeOf(original) + ", not a list");
    }
    if (patch.isArray()) {
      return list(original, (ArrayNode) patch, builtIn ? LIST_KEYS.get(name) : null, path);
    }
    return patch;
  }

  private ArrayNode list(
      @Nullable JsonNode original, ArrayNode patch, @Nullable String key, String path) {
    boolean replace = false;
    List<JsonNode> elements = new ArrayList<>();
    for (JsonNode element : patch) {
      if (element.isObject() && element.size() == 1 && isDirective(element, "replace", path)) {
        replace = true;
      } else {
        elements.add(element);
      }
    }
    if (key == null || replace) {
      ArrayNode replaced = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < elements.size(); i++) {
        replaced.add(value(null, elements.get(i), "", path + "[" + i + "]"));
      }
      return replaced;
    }
    ArrayNode rest = original == null ? JsonNodeFactory.instance.arrayNode() : original.deepCopy();
    ArrayNode merged = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < elements.size(); i++) {
      String below = path + "[" + i + "]";
      if (!(elements.get(i) instanceof ObjectNode element) || !element.has(key)) {
        throw invalid(below, "expected a mapping with the key " + key);
      }
      int index = indexOf(rest, key, element.get(key));
      JsonNode present = index < 0 ? null : rest.remove(index);
      if (!isDirective(element, "delete", below)) {
        merged.add(value(present, element, "", below));
      }
    }
    return merged.addAll(rest);
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).asText().equals(value.asText())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isDirective(JsonNode value, String directive, String path) {
    if (!value.isObject() || !value.has(DIRECTIVE)) {
      return false;
    }
    String given = value.path(DIRECTIVE).asText();
    if (!List.of("delete", "replace", "merge").contains(given)) {
      throw invalid(path + "." + DIRECTIVE, "expected delete, replace or merge");
    }
    return given.equals(directive);
  }

  private static void requireMerge(JsonNode directive, String path) {
    if (!directive.asText().equals("merge")) {
      throw invalid(path, "the object itself can neither be deleted nor replaced");
    }
  }

  private static ObjectNode withoutDirective(ObjectNode patch) {
    ObjectNode rest = patch.deepCopy();
    rest.remove(DIRECTIVE);
    return rest;
  }

  private static String typeOf(JsonNode value) {
    return value.isObject() ? "a mapping" : value.isArray() ? "a list" : "a single value";
  }

  private static ConfigValidationException invalid(String path, String message) {
    return new ConfigValidationException(List.of(new Violation(path, message)));
  }
}
