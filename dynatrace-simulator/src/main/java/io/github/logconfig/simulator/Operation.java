package io.github.logconfig.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The operations of the API that are simulated, and the token scopes that each of them needs. */
enum Operation {
  LIST_OBJECTS("GET", "/settings/objects", "settings.read"),
  CREATE_OBJECTS("POST", "/settings/objects", "settings.write"),
  GET_OBJECT("GET", "/settings/objects/{objectId}", "settings.read"),
  UPDATE_OBJECT("PUT", "/settings/objects/{objectId}", "settings.read settings.write"),
  DELETE_OBJECT("DELETE", "/settings/objects/{objectId}", "settings.write"),
  LIST_EFFECTIVE_VALUES("GET", "/settings/effectiveValues", "settings.read"),
  LIST_SCHEMAS("GET", "/settings/schemas", "settings.read"),
  GET_SCHEMA("GET", "/settings/schemas/{schemaId}", "settings.read"),
  LIST_ENTITIES("GET", "/entities", "entities.read"),
  GET_ENTITY("GET", "/entities/{entityId}", "entities.read"),
  LOOKUP_TOKEN("POST", "/apiTokens/lookup", "");

  static final String PREFIX = "/api/v2";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^/}]*}");

  private static final List<Route> ROUTES = Arrays.stream(values()).map(Route::of).toList();

  private final String method;
  private final String template;
  private final String scopes;
  private final String title;

  Operation(String method, String template, String scopes) {
    this.method = method;
    this.template = template;
    this.scopes = scopes;
    this.title = method + " " + PREFIX + template;
  }

  /** The operation of a method and the segments of a path behind the prefix of the API. */
  static Optional<Operation> of(String method, List<String> segments) {
    for (Route route : ROUTES) {
      if (route.operation().method.equals(method) && route.matches(segments)) {
        return Optional.of(route.operation());
      }
    }
    return Optional.empty();
  }

  /** The operation of a name such as {@code GET /settings/objects/{id}}, with or without prefix. */
  static Optional<Operation> named(String name) {
    String wanted = normalized(name);
    return Arrays.stream(values())
        .filter(operation -> normalized(operation.title).equals(wanted))
        .findFirst();
  }

  /** Method and path template, for example {@code PUT /api/v2/settings/objects/{objectId}}. */
  String title() {
    return title;
  }

  /** The token scopes that are all needed. */
  List<String> scopes() {
    return scopes.isEmpty() ? List.of() : List.of(scopes.split(" ", -1));
  }

  private static String normalized(String name) {
    String plain = PLACEHOLDER.matcher(name.strip()).replaceAll("{}").replaceAll("\\s+", " ");
    return plain.replaceFirst("^([A-Z]+ )/api/v2/", "$1/");
  }

  private record Route(Operation operation, List<String> segments) {

    static Route of(Operation operation) {
      return new Route(operation, List.of(operation.template.substring(1).split("/", -1)));
    }

    boolean matches(List<String> requested) {
      if (requested.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < requested.size(); i++) {
        String expected = segments.get(i);
        if (!expected.startsWith("{") && !expected.equals(requested.get(i))) {
          return false;
        }
      }
      return true;
    }
  }
}
