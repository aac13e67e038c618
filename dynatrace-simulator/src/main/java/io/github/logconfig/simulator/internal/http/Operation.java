package io.github.logconfig.simulator.internal.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The operations that are simulated, and the token scopes that each of them needs. */
public enum Operation {
  LIST_OBJECTS("GET", "/settings/objects", "settings.read", "settings:objects:read"),
  CREATE_OBJECTS("POST", "/settings/objects", "settings.write", "settings:objects:write"),
  GET_OBJECT("GET", "/settings/objects/{objectId}", "settings.read", "settings:objects:read"),
  UPDATE_OBJECT(
      "PUT",
      "/settings/objects/{objectId}",
      "settings.read settings.write",
      "settings:objects:write"),
  DELETE_OBJECT(
      "DELETE", "/settings/objects/{objectId}", "settings.write", "settings:objects:write"),
  LIST_EFFECTIVE_VALUES(
      "GET", "/settings/effectiveValues", "settings.read", "settings:objects:read"),
  RESOLVE_PERMISSIONS("POST", "/settings/effective-permissions:resolve", "", ""),
  LIST_SCHEMAS("GET", "/settings/schemas", "settings.read", "settings:schemas:read"),
  GET_SCHEMA("GET", "/settings/schemas/{schemaId}", "settings.read", "settings:schemas:read"),
  LIST_ENTITIES("GET", "/entities", "entities.read", "environment-api:entities:read"),
  GET_ENTITY("GET", "/entities/{entityId}", "entities.read", "environment-api:entities:read"),
  LOOKUP_TOKEN("POST", "/apiTokens/lookup", "", "environment-api:api-tokens:read"),

  // queries: these check the scopes of their tokens themselves
  EXECUTE_QUERY("POST", "/platform/storage/query/v1/query:execute"),
  POLL_QUERY("GET", "/platform/storage/query/v1/query:poll"),
  CANCEL_QUERY("POST", "/platform/storage/query/v1/query:cancel"),

  // what clients ask before they come to the API itself
  GET_VERSION("GET", "/api/v1/config/clusterversion"),
  GET_CLASSIC_ADDRESS("GET", "/platform/metadata/v1/classic-environment-domain"),
  TELL_USER("GET", "/platform/metadata/v1/user"),
  GRANT_TOKEN("POST", "/sso/oauth2/token");

  private static final String PREFIX = "/api/v2";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^/}]*}");

  private static final List<Route> ROUTES = Arrays.stream(values()).map(Route::of).toList();

  private final String method;
  private final String path;
  private final String scopes;
  private final String oauthScope;
  private final String title;

  /** An operation of the API, below any of its prefixes. */
  Operation(String method, String template, String scopes, String oauthScope) {
    this.method = method;
    this.path = PREFIX + template;
    this.scopes = scopes;
    this.oauthScope = oauthScope;
    this.title = method + " " + path;
  }

  /** An operation beside the API, for any token or none. */
  Operation(String method, String path) {
    this.method = method;
    this.path = path;
    this.scopes = "";
    this.oauthScope = "";
    this.title = method + " " + path;
  }

  /** The operation of a method and the segments of a path. */
  static Optional<Operation> of(String method, List<String> segments) {
    List<String> plain = ApiPath.withoutRoute(segments);
    for (Route route : ROUTES) {
      if (route.operation().method.equals(method) && route.matches(plain)) {
        return Optional.of(route.operation());
      }
    }
    return Optional.empty();
  }

  /** Whether any method is known for a path. */
  static boolean knows(List<String> segments) {
    List<String> plain = ApiPath.withoutRoute(segments);
    return ROUTES.stream().anyMatch(route -> route.matches(plain));
  }

  /** The operation of a name such as {@code GET /settings/objects/{id}}, with or without prefix. */
  public static Optional<Operation> named(String name) {
    String expected = normalized(name);
    return Arrays.stream(values())
        .filter(operation -> normalized(operation.title).equals(expected))
        .findFirst();
  }

  /** Method and path template, for example {@code PUT /api/v2/settings/objects/{objectId}}. */
  public String title() {
    return title;
  }

  /** The scopes of an access token that are all needed. */
  public List<String> scopes() {
    return words(scopes);
  }

  /** The scopes that an OAuth token needs. */
  public List<String> oauthScopes() {
    return words(oauthScope);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  private static String normalized(String name) {
    String plain = PLACEHOLDER.matcher(name.strip()).replaceAll("{}").replaceAll("\\s+", " ");
    return plain.replaceFirst("^([A-Z]+ )/api/v2/", "$1/");
  }

  private record Route(Operation operation, List<String> segments) {

    static Route of(Operation operation) {
      return new Route(operation, List.of(operation.path.substring(1).split("/", -1)));
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
