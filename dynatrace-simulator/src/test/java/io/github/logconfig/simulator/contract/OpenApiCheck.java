package io.github.logconfig.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.Exchange;
import io.github.logconfig.simulator.ExchangeCheck;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Holds every exchange of a simulator against the API contract of this project. It is found by its
 * name in {@code META-INF/services} wherever the tests of this module are on the class path.
 */
public final class OpenApiCheck implements ExchangeCheck {

  private static final String JSON = "application/json";

  /** A query parameter that every operation accepts instead of a header. */
  private static final String TOKEN_PARAMETER = "api-token";

  /** Made by the service loader. */
  public OpenApiCheck() {}

  @Override
  public List<String> answer(Exchange exchange) {
    Optional<OpenApiOperation> operation = operation(exchange);
    if (operation.isEmpty()) {
      return List.of();
    }
    Optional<JsonNode> schema = operation.get().answer(exchange.status());
    String body = exchange.responseBody();
    if (schema.isEmpty()) {
      return body.isEmpty()
          ? List.of()
          : List.of(title(exchange) + " has a body where the contract has none");
    }
    List<String> found = new ArrayList<>();
    if (!exchange.responseType().equals(JSON + "; charset=utf-8")) {
      found.add(title(exchange) + " answer is of the type \"" + exchange.responseType() + "\"");
    }
    found.addAll(OpenApiDocument.violations(title(exchange) + " answer", schema.get(), body));
    return found;
  }

  @Override
  public List<String> request(Exchange exchange) {
    return operation(exchange).map(known -> request(exchange, known)).orElse(List.of());
  }

  @Override
  public List<String> undocumented(Exchange exchange) {
    Optional<OpenApiOperation> operation = operation(exchange);
    if (operation.isEmpty()) {
      return List.of(title(exchange) + " is no operation of the contract");
    }
    List<String> names =
        operation.get().parameters().stream().map(known -> known.path("name").asText()).toList();
    List<String> found = new ArrayList<>();
    if (operation.get().requestBody().isEmpty() && !exchange.requestBody().isEmpty()) {
      found.add(title(exchange) + " request has a body where the contract has none");
    }
    query(exchange).keySet().stream()
        .filter(name -> !names.contains(name) && !name.equals(TOKEN_PARAMETER))
        .map(name -> title(exchange) + " parameter " + name + " is not in the contract")
        .forEach(found::add);
    return found;
  }

  private static List<String> request(Exchange exchange, OpenApiOperation operation) {
    List<String> found = new ArrayList<>();
    Optional<JsonNode> body = operation.requestBody();
    if (body.isPresent()) {
      if (!exchange.requestType().toLowerCase(Locale.ROOT).startsWith(JSON)) {
        found.add(title(exchange) + " request is of the type \"" + exchange.requestType() + "\"");
      }
      found.addAll(
          OpenApiDocument.violations(
              title(exchange) + " request", body.get(), exchange.requestBody()));
    }
    Map<String, String> query = query(exchange);
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      String value = query.get(name);
      if (value != null) {
        found.addAll(
            OpenApiDocument.violations(
                title(exchange) + " parameter " + name,
                parameter.path("schema"),
                parameter.at("/schema/type").asText().equals("string")
                    ? OpenApiDocument.quoted(value)
                    : value));
      } else if (parameter.path("required").asBoolean()
          && parameter.path("in").asText("").equals("query")) {
        found.add(title(exchange) + " lacks the parameter " + name);
      }
    }
    return found;
  }

  private static Optional<OpenApiOperation> operation(Exchange exchange) {
    return OpenApiDocument.operation(exchange.method(), exchange.path());
  }

  private static Map<String, String> query(Exchange exchange) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : exchange.query().split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        query.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String title(Exchange exchange) {
    return exchange.method() + " " + exchange.path() + " " + exchange.status();
  }
}
