package io.github.logconfig.simulator.internal.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiPath;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.Operation;
import io.github.logconfig.simulator.internal.http.Quoted;
import io.github.logconfig.simulator.internal.http.Violation;
import io.github.logconfig.simulator.internal.settings.SettingsWrites;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Authenticates requests by route and kind of token, checks scopes, and looks tokens up.
 *
 * <p>Platform tokens and OAuth tokens are accepted as {@code Bearer} on the classic and the
 * platform route, API tokens as {@code Api-Token} on the classic route and below {@code /e/ID}.
 */
public final class TokenAuthentication {

  static final List<String> SCOPES = List.of("entities.read", "settings.read", "settings.write");

  private static final Map<String, String> DISPLAY_NAMES =
      Map.of(
          "entities.read", "Read entities",
          "settings.read", "Read settings",
          "settings.write", "Write settings");
  private static final String API_TOKEN_SCHEME = "Api-Token ";
  private static final String BEARER_SCHEME = "Bearer ";
  private static final String API_TOKEN = "dt0c01.";
  private static final String PLATFORM_TOKEN = "dt0s16.";

  private record Presented(String token, boolean bearer) {}

  private final Map<String, List<String>> scopesByToken;
  private final boolean anyToken;
  private final OAuthTokens oauthTokens;

  /**
   * @param scopesByToken the tokens that are known, with their scopes
   * @param anyToken whether any other token will do, and has all scopes
   * @param oauthTokens the tokens that were granted to clients
   */
  public TokenAuthentication(
      Map<String, List<String>> scopesByToken, boolean anyToken, OAuthTokens oauthTokens) {
    this.scopesByToken = Map.copyOf(scopesByToken);
    this.anyToken = anyToken;
    this.oauthTokens = oauthTokens;
  }

  /** Returns the scopes of an unrestricted token: all scopes of its kind. */
  public static List<String> allScopes(String token) {
    List<String> ofPlatform = OAuthTokens.SCOPES;
    if (token.startsWith(API_TOKEN)) {
      return SCOPES;
    }
    return token.startsWith(PLATFORM_TOKEN)
        ? ofPlatform
        : Stream.concat(SCOPES.stream(), ofPlatform.stream()).toList();
  }

  /**
   * Authenticates a request and checks that its token has the scopes that the operation needs.
   *
   * @return the scopes of the token
   * @throws ApiFailure 401 if the token is missing, unknown, or of a kind that the route does not
   *     take; 403 if it lacks a scope
   */
  public List<String> require(ApiRequest request, Optional<Operation> operation) {
    Presented presented =
        presented(request)
            .filter(it -> isAccepted(it, request.segments()))
            .orElseThrow(TokenAuthentication::unknown);
    String token = presented.token();
    List<String> granted =
        (oauthTokens.granted(token) ? oauthTokens.scopes(token) : scopes(token))
            .orElseThrow(TokenAuthentication::unknown);
    if (presented.bearer()) {
      for (String scope : operation.map(Operation::oauthScopes).orElse(List.of())) {
        requireScope(granted, scope, "[" + scope + "]");
      }
    } else {
      for (String scope : operation.map(Operation::scopes).orElse(List.of())) {
        requireScope(granted, scope, scope + " (" + DISPLAY_NAMES.getOrDefault(scope, scope) + ")");
      }
    }
    return granted;
  }

  public ApiResponse lookup(ApiRequest request) {
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
  public static String publicPart(ApiRequest request) {
    return presented(request).map(it -> publicPart(it.token())).orElse("");
  }

  private boolean isAccepted(Presented presented, List<String> path) {
    String token = presented.token();
    return presented.bearer()
        ? !ApiPath.isManaged(path) && !token.startsWith(API_TOKEN)
        : !ApiPath.isPlatform(path)
            && !token.startsWith(PLATFORM_TOKEN)
            && !oauthTokens.granted(token);
  }

  private Optional<List<String>> scopes(String token) {
    if (token.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(scopesByToken.get(token))
        .or(() -> anyToken ? Optional.of(allScopes(token)) : Optional.empty());
  }

  private static Optional<Presented> presented(ApiRequest request) {
    Optional<Presented> bearer =
        header(request, BEARER_SCHEME).map(token -> new Presented(token, true));
    return bearer.isPresent()
        ? bearer
        : header(request, API_TOKEN_SCHEME)
            .or(() -> request.parameter("api-token"))
            .map(token -> new Presented(token, false));
  }

  private static Optional<String> header(ApiRequest request, String scheme) {
    return request
        .authorization()
        .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
        .map(value -> value.substring(scheme.length()).strip());
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
