package io.github.logconfig.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Schema of the {@code spec} of a {@code DynaKube}, taken from the operator's custom resource
 * definition. Unknown fields are problems, as for {@code kubectl apply}.
 */
final class DynaKubeSchema {

  private static final JsonNode DOCUMENT = load();

  private final JsonNode schema;

  private DynaKubeSchema(JsonNode schema) {
    this.schema = schema;
  }

  /** Returns the schema; the release serves the version. */
  static DynaKubeSchema of(OperatorRelease release, DynaKubeVersion version) {
    return new DynaKubeSchema(
        DOCUMENT.path("releases").path(release.toString()).path("spec").path(version.label()));
  }

  /**
   * Returns the problems of an object; empty if it is valid or not a {@code DynaKube}.
   *
   * @param release the release that the object is for
   */
  static List<Violation> problemsOf(JsonNode object, OperatorRelease release) {
    String apiVersion = object.path("apiVersion").asText();
    return release.served().stream()
        .filter(version -> apiVersion.equals("dynatrace.com/" + version.label()))
        .flatMap(version -> of(release, version).problems(object.path("spec")).stream())
        .toList();
  }

  /** Returns the document with the schemas of all releases. */
  static JsonNode document() {
    return DOCUMENT;
  }

  /** Returns the problems of a spec, each with its path; empty if it is valid. */
  List<Violation> problems(JsonNode spec) {
    List<Violation> problems = new ArrayList<>();
    check(spec, schema, "spec", problems);
    return problems;
  }

  private static void check(
      JsonNode value, JsonNode reference, String path, List<Violation> problems) {
    JsonNode schema = resolve(reference);
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    if (!hasType(value, schema)) {
      problems.add(
          new Violation(path, "is " + typeOf(value) + "; expected " + expectedType(schema)));
    } else if (value.isObject()) {
      checkObject(value, schema, path, problems);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), schema.path("items"), path + "[" + i + "]", problems);
      }
    } else {
      checkScalar(value, schema, path, problems);
    }
  }

  private static void checkObject(
      JsonNode value, JsonNode schema, String path, List<Violation> problems) {
    JsonNode fields = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String below = path + "." + field.getKey();
      if (fields.has(field.getKey())) {
        check(field.getValue(), fields.path(field.getKey()), below, problems);
      } else if (others.isObject()) {
        check(field.getValue(), others, below, problems);
      } else if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        TreeSet<String> known = new TreeSet<>();
        fields.fieldNames().forEachRemaining(known::add);
        problems.add(
            new Violation(below, "not a field; expected one of " + String.join(", ", known)));
      }
    }
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.textValue()) && !fields.path(required.textValue()).has("default")) {
        problems.add(new Violation(path + "." + required.textValue(), "is missing"));
      }
    }
  }

  private static void checkScalar(
      JsonNode value, JsonNode schema, String path, List<Violation> problems) {
    List<String> allowed = new ArrayList<>();
    schema.path("enum").forEach(constant -> allowed.add(constant.asText()));
    if (!allowed.isEmpty() && !allowed.contains(value.asText())) {
      problems.add(
          new Violation(
              path,
              "is "
                  + Quoted.of(value.asText())
                  + "; expected one of "
                  + String.join(", ", allowed)));
    }
    int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (value.isTextual() && value.textValue().length() > longest) {
      problems.add(new Violation(path, "is longer than " + longest + " characters"));
    }
  }

  private static boolean hasType(JsonNode value, JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return value.isIntegralNumber() || value.isTextual();
    }
    return switch (schema.path("type").asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
  }

  private static String expectedType(JsonNode schema) {
    return schema.path("x-kubernetes-int-or-string").asBoolean()
        ? "integer or string"
        : schema.path("type").asText();
  }

  private static String typeOf(JsonNode value) {
    return value.isContainerNode()
        ? value.isArray() ? "a list" : "a mapping"
        : value.isNull() ? "empty" : value.toString();
  }

  private static JsonNode resolve(JsonNode schema) {
    return schema.has("$ref")
        ? DOCUMENT.path("definitions").path(schema.path("$ref").textValue())
        : schema;
  }

  private static JsonNode load() {
    try (InputStream resource =
        Objects.requireNonNull(DynaKubeSchema.class.getResourceAsStream("dynakube-schemas.json"))) {
      return new ObjectMapper().readTree(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schemas of the DynaKube", e);
    }
  }
}
