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
  private final boolean anyToken;
  private final OAuthTokens oauthTokens;

  /**
   * @param scopesByToken the tokens that are known, with their scopes
   * @param anyToken whether any other token will do, and has all scopes
   * @param oauthTokens the tokens that were granted to clients
   */
  TokenAuthentication(
      Map<String, List<String>> scopesByToken, boolean anyToken, OAuthTokens oauthTokens) {
    this.scopesByToken = Map.copyOf(scopesByToken);
    this.anyToken = anyToken;
    this.oauthTokens = oauthTokens;
  }

  /**
   * Lets a request pass, or not.
   *
   * @return the scopes of its token
   * @throws ApiFailure 401 without a token that is known, 403 if that may not do this
   */
  List<String> require(ApiRequest request, Optional<Operation> operation) {
    String token = presented(request).orElse("");
    if (oauthTokens.granted(token)) {
      List<String> granted = oauthTokens.scopes(token).orElseThrow(TokenAuthentication::unknown);
      for (String scope : operation.map(Operation::oauthScopes).orElse(List.of())) {
        requireScope(granted, scope, "[" + scope + "]");
      }
      return granted;
    }
    List<String> granted = scopes(token).orElseThrow(TokenAuthentication::unknown);
    for (String scope : operation.map(Operation::scopes).orElse(List.of())) {
      requireScope(granted, scope, scope + " (" + DISPLAY_NAMES.getOrDefault(scope, scope) + ")");
    }
    return granted;
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
    return Optional.ofNullable(scopesByToken.get(token))
        .or(() -> anyToken ? Optional.of(SCOPES) : Optional.empty());
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

  private static void requireScope(List<String> granted, String scope, String shown) {
    if (!granted.contains(scope)) {
      throw new ApiFailure(403, "Token is missing required scope. Use one of: " + shown);
    }
  }

  private static ApiFailure unknown() {
    return new ApiFailure(401, "Token Authentication failed");
  }

  private static String publicPart(String token) {
    int lastDot = token.lastIndexOf('.');
    return lastDot > 0 ? Quoted.text(token.substring(0, lastDot)) : "dt0c01.SIMULATED";
  }
}
