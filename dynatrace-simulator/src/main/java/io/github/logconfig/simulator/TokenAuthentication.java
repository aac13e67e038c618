package io.github.logconfig.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Who may come in, and what the service tells about tokens. */
final class TokenAuthentication {

  static final List<String> SCOPES = List.of("entities.read", "settings.read", "settings.write");

  private static final String SCHEME = "Api-Token ";

  private final Optional<String> token;

  /**
   * @param token the one token that is known; empty if any will do
   */
  TokenAuthentication(Optional<String> token) {
    this.token = token;
  }

  void require(ApiRequest request) {
    Optional<String> presented = presented(request);
    if (presented.isEmpty() || !isKnown(presented.get())) {
      throw new ApiFailure(401, "Token Authentication failed");
    }
  }

  ApiResponse lookup(ApiRequest request) {
    String asked;
    try {
      asked = ApiResponse.JSON.readTree(request.body()).path("token").asText("");
    } catch (JsonProcessingException e) {
      throw new ApiFailure(400, "Could not map JSON.");
    }
    if (!isKnown(asked)) {
      return ApiResponse.empty(404);
    }
    ObjectNode metadata =
        ApiResponse.JSON
            .createObjectNode()
            .put("id", publicPart(asked))
            .put("name", "simulated token")
            .put("enabled", true)
            .put("personalAccessToken", false)
            .put("owner", "simulator")
            .put("creationDate", "2026-01-01T00:00:00Z");
    SCOPES.forEach(metadata.putArray("scopes")::add);
    return ApiResponse.json(200, metadata);
  }

  /** The part of the request's token that may be shown. */
  static String publicPart(ApiRequest request) {
    return presented(request).map(TokenAuthentication::publicPart).orElse("");
  }

  private boolean isKnown(String candidate) {
    return !candidate.isEmpty() && token.map(candidate::equals).orElse(true);
  }

  private static Optional<String> presented(ApiRequest request) {
    return request
        .authorization()
        .filter(value -> value.startsWith(SCHEME))
        .map(value -> value.substring(SCHEME.length()));
  }

  private static String publicPart(String token) {
    int lastDot = token.lastIndexOf('.');
    return lastDot > 0 ? token.substring(0, lastDot) : "dt0c01.SIMULATED";
  }
}
