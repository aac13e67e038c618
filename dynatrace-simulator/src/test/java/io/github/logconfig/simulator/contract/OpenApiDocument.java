package io.github.logconfig.simulator.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The contract: the operations of its documents, and their schemas as something to validate by. */
final class OpenApiDocument {

  private static final String QUERIES = "/platform/storage/query";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final JsonNode API = read();
  private static final Map<JsonNode, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private OpenApiDocument() {}

  /** The operation that a request asks for, by its path below the base URL. */
  static Optional<OpenApiOperation> operation(String method, String path) {
    String behind = path.startsWith("/api/v2") ? path.substring("/api/v2".length()) : path;
    for (Map.Entry<String, JsonNode> known : API.path("paths").properties()) {
      if (behind.matches(known.getKey().replaceAll("\\{[^}]+}", "[^/]+"))) {
        JsonNode operation = known.getValue().path(method.toLowerCase(Locale.ROOT));
        return operation.isObject()
            ? Optional.of(new OpenApiOperation(known.getValue(), operation))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a JSON text by a schema of the document. */
  static List<String> violations(String what, JsonNode schema, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isMissingNode()) {
        return List.of(what + " is empty");
      }
      return SCHEMAS.computeIfAbsent(schema, OpenApiDocument::compiled).validate(json).stream()
          .map(error -> what + ": " + error)
          .toList();
    } catch (JsonProcessingException e) {
      return List.of(what + " is not JSON: " + text);
    }
  }

  static JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : API.at(reference.substring(1));
  }

  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private static Schema compiled(JsonNode schema) {
    // the schema refers to the components of the document, so these go with it
    ObjectNode whole = JSON.createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", API.path("components"));
    return SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30()).getSchema(whole);
  }

  /** Joins the documents; the names of their components differ. */
  private static JsonNode read() {
    ObjectNode api = read("/dynatrace-environment-v2.yaml");
    ObjectNode queries = read("/dynatrace-query-v1.yaml");
    queries
        .path("paths")
        .properties()
        .forEach(
            path -> api.withObjectProperty("paths").set(QUERIES + path.getKey(), path.getValue()));
    queries
        .path("components")
        .properties()
        .forEach(
            kind ->
                api.withObjectProperty("components")
                    .withObjectProperty(kind.getKey())
                    .setAll((ObjectNode) kind.getValue()));
    return api;
  }

  private static ObjectNode read(String name) {
    try (InputStream document = OpenApiDocument.class.getResourceAsStream(name)) {
      return (ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(document, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
