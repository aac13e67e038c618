package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Holds what is exchanged with a simulator against the OpenAPI document. Answers always have to
 * keep it; requests have to if they were answered with success.
 */
final class Contract implements Consumer<Exchange> {

  private static final Path DOCUMENT = Path.of("..", "openapi", "dynatrace-environment-v2.yaml");
  private static final JsonNode API = read();
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

  @Override
  public void accept(Exchange exchange) {
    if (exchange.fault().filter(kind -> !kind.equals("stale-token")).isPresent()) {
      return; // a broken answer is meant to break the contract
    }
    Optional<String> template = template(exchange.path());
    JsonNode operation =
        API.path("paths")
            .path(template.orElse(""))
            .path(exchange.method().toLowerCase(Locale.ROOT));
    if (operation.isMissingNode()) {
      if (exchange.status() < 400) {
        violations.add(title(exchange) + " is not in the contract");
      }
      return;
    }
    seen.add(exchange.method() + " " + template.orElseThrow() + " " + exchange.status());
    checkAnswer(exchange, operation);
    if (exchange.status() < 300) {
      checkRequest(exchange, operation);
    }
  }

  /** Fails if anything broke the contract. */
  void verify() {
    assertThat(violations).as("violations of the API contract").isEmpty();
  }

  List<String> seen() {
    return seen.stream().distinct().sorted().toList();
  }

  private void checkAnswer(Exchange exchange, JsonNode operation) {
    JsonNode responses = operation.path("responses");
    String status = Integer.toString(exchange.status());
    JsonNode response = resolve(responses.path(responses.has(status) ? status : "default"));
    JsonNode schema = response.at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      if (!exchange.responseBody().isEmpty()) {
        violations.add(title(exchange) + " has a body where the contract has none");
      }
    } else {
      check(title(exchange) + " answer", schema, exchange.responseBody());
    }
  }

  private void checkRequest(Exchange exchange, JsonNode operation) {
    JsonNode body = operation.at("/requestBody/content/application~1json/schema");
    if (!body.isMissingNode()) {
      check(title(exchange) + " request", body, exchange.requestBody());
    }
    for (JsonNode declared : operation.path("parameters")) {
      JsonNode parameter = resolve(declared);
      String name = parameter.path("name").asText();
      for (String pair : exchange.query().split("&", -1)) {
        String[] parts = pair.split("=", 2);
        if (parts.length == 2 && parts[0].equals(name)) {
          String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
          String type = parameter.at("/schema/type").asText();
          check(
              title(exchange) + " parameter " + name,
              parameter.path("schema"),
              type.equals("string")
                  ? "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                  : value);
        }
      }
    }
  }

  private void check(String what, JsonNode schema, String text) {
    try {
      JsonNode json = ApiResponse.JSON.readTree(text);
      schema(schema).validate(json).forEach(error -> violations.add(what + ": " + error));
    } catch (JsonProcessingException e) {
      violations.add(what + " is not JSON: " + text);
    }
  }

  private static Schema schema(JsonNode schema) {
    return SCHEMAS.computeIfAbsent(
        schema.toString(),
        key -> {
          // the schema refers to the components of the document, so these go with it
          ObjectNode whole = ApiResponse.JSON.createObjectNode();
          whole.putArray("allOf").add(schema);
          whole.set("components", API.path("components"));
          return SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30()).getSchema(whole);
        });
  }

  private static JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : API.at(reference.substring(1));
  }

  private static Optional<String> template(String path) {
    String behind = path.startsWith("/api/v2") ? path.substring("/api/v2".length()) : path;
    List<String> candidates = new ArrayList<>();
    API.path("paths").fieldNames().forEachRemaining(candidates::add);
    return candidates.stream()
        .filter(candidate -> behind.matches(candidate.replaceAll("\\{[^}]+}", "[^/]+")))
        .findFirst();
  }

  private static String title(Exchange exchange) {
    return exchange.method() + " " + exchange.path() + " " + exchange.status();
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(DOCUMENT.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
