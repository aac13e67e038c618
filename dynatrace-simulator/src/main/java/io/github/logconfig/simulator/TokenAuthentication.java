package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may come in and do what, and what the service tells about tokens. */
final class TokenAuthentication {

  static final List<String> SCOPES = List.of("entities.read", "settings.read", "settings.write");

  private static final Map<String, String> DISPLAY_NAMES =
      Map.of(
          "entities.read", "Read entities",
          "settings.read", "Read settings",
          "settings.write", "Write settings");
  private static final List<String> SCHEMES = List.of("Api-Token ", "Bearer ");

  private final Map<String, List<String>> scopesByToken;

  /**
   * @param scopesByToken the tokens that are known, with their scopes; if there is none, any token
   *     will do, and has all scopes
   */
  TokenAuthentication(Map<String, List<String>> scopesByToken) {
    this.scopesByToken = Map.copyOf(scopesByToken);
  }

  void require(ApiRequest request, List<String> needed) {
    List<String> granted =
        presented(request)
            .flatMap(this::scopes)
            .orElseThrow(() -> new ApiFailure(401, "Token Authentication failed"));
    for (String scope : needed) {
      if (!granted.contains(scope)) {
        throw new ApiFailure(
            403,
            "Token is missing required scope. Use one of: "
                + scope
                + " ("
                + DISPLAY_NAMES.getOrDefault(scope, scope)
                + ")");
      }
    }
  }

  ApiResponse lookup(ApiRequest request) {
    JsonNode asked = SettingsWrites.parse(request.body()).path("token");
    if (!asked.isTextual()) {
      throw new ApiFailure(
          400, "Constraints violated.", List.of(Violation.inBody("token", "may not be null")));
    }
    Optional<List<String>> scopes = scopes(asked.asText());
    if (scopes.isEmpty()) {
      return ApiResponse.empty(404);
    }
    ObjectNode metadata =
        ApiResponse.JSON
            .createObjectNode()
            .put("id", publicPart(asked.asText()))
            .put("name", "simulated token")
            .put("enabled", true)
            .put("personalAccessToken", false)
            .put("owner", "simulator")
            .put("creationDate", "2026-01-01T00:00:00Z");
    scopes.get().forEach(metadata.putArray("scopes")::add);
    return ApiResponse.json(200, metadata);
  }

  /** The part of the request's token that may be shown. */
  static String publicPart(ApiRequest request) {
    return presented(request).map(TokenAuthentication::publicPart).orElse("");
  }

  private Optional<List<String>> scopes(String token) {
    if (token.isEmpty()) {
      return Optional.empty();
    }
    return scopesByToken.isEmpty()
        ? Optional.of(SCOPES)
        : Optional.ofNullable(scopesByToken.get(token));
  }

  private static Optional<String> presented(ApiRequest request) {
    for (String scheme : SCHEMES) {
      Optional<String> token =
          request
              .authorization()
              .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
              .map(value -> value.substring(scheme.length()).strip());
      if (token.isPresent()) {
        return token;
      }
    }
    return request.parameter("api-token");
  }

  private static String publicPart(String token) {
    int lastDot = token.lastIndexOf('.');
    return lastDot > 0 ? Quoted.text(token.substring(0, lastDot)) : "dt0c01.SIMULATED";
  }
}
