package io.github.logconfig.simulator.internal.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Access tokens for clients with client credentials, as the sign-on service grants them. */
public final class OAuthTokens {

  /** The scopes that the simulator checks. */
  public static final List<String> SCOPES =
      List.of(
          "settings:objects:read",
          "settings:objects:write",
          "settings:schemas:read",
          "environment-api:entities:read",
          "environment-api:api-tokens:read",
          "storage:logs:read",
          "storage:buckets:read",
          "storage:metrics:read");

  private static final String ENVIRONMENT = "urn:dtenvironment:";
  private static final int LIFETIME_SECONDS = 300;
  private static final int MOST_KEPT = 10_000;

  private final Map<String, Client> clients;
  private final boolean anyClient;
  private final String environmentId;
  private final Clock clock;
  private final Map<String, Grant> grants =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Grant> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** A client that may ask for tokens with these scopes. */
  public record Client(String secret, List<String> scopes) {}

  private record Grant(List<String> scopes, long expiresAt, String resource) {}

  /**
   * @param clients the clients that are known, by id
   * @param anyClient whether any other client is granted whatever it asks for
   * @param environmentId the id of this environment; empty to accept tokens for any environment
   */
  public OAuthTokens(
      Map<String, Client> clients, boolean anyClient, String environmentId, Clock clock) {
    this.environmentId = environmentId;
    this.clients = Map.copyOf(clients);
    this.anyClient = anyClient;
    this.clock = clock;
  }

  public ApiResponse grant(ApiRequest request) {
    Map<String, String> form = request.form();
    if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
      return refused(400, "unsupported_grant_type", "grant_type must be client_credentials");
    }
    String[] basic = basic(request);
    String id = form.getOrDefault("client_id", basic[0]);
    String secret = form.getOrDefault("client_secret", basic[1]);
    Client client = clients.get(id);
    boolean known = client == null ? anyClient : client.secret().equals(secret);
    if (!known || id.isEmpty() || secret.isEmpty()) {
      return refused(401, "invalid_client", "Client authentication failed");
    }
    List<String> asked =
        Arrays.stream(form.getOrDefault("scope", "").split(" ", -1))
            .filter(scope -> !scope.isEmpty())
            .toList();
    if (client != null && !client.scopes().containsAll(asked)) {
      return refused(400, "invalid_scope", "The client may not be granted all of these scopes");
    }
    List<String> scopes = asked.isEmpty() && client != null ? client.scopes() : asked;
    ObjectNode answer =
        ApiResponse.JSON
            .createObjectNode()
            .put("scope", String.join(" ", scopes))
            .put("token_type", "Bearer")
            .put("expires_in", LIFETIME_SECONDS)
            .put("access_token", issue(id, scopes, form.getOrDefault("resource", "")));
    Optional.ofNullable(form.get("resource")).ifPresent(urn -> answer.put("resource", urn));
    return ApiResponse.json(200, answer);
  }

  /** The scopes of a token that was granted here for this environment and has not expired. */
  Optional<List<String>> scopes(String token) {
    synchronized (grants) {
      return Optional.ofNullable(grants.get(token))
          .filter(grant -> grant.expiresAt() > clock.millis() && isForHere(grant.resource()))
          .map(Grant::scopes);
    }
  }

  private boolean isForHere(String resource) {
    return environmentId.isEmpty()
        || !resource.startsWith(ENVIRONMENT)
        || resource.equals(ENVIRONMENT + environmentId);
  }

  /** Whether a token was granted here at all. */
  boolean granted(String token) {
    synchronized (grants) {
      return grants.containsKey(token);
    }
  }

  private String issue(String clientId, List<String> scopes, String resource) {
    String token = clientId + "." + UUID.randomUUID();
    synchronized (grants) {
      grants.put(
          token,
          new Grant(List.copyOf(scopes), clock.millis() + LIFETIME_SECONDS * 1_000L, resource));
    }
    return token;
  }

  private static ApiResponse refused(int status, String error, String description) {
    return ApiResponse.json(
        status,
        ApiResponse.JSON
            .createObjectNode()
            .put("error", error)
            .put("error_description", description)
            .put("errorCode", status)
            .put("message", description));
  }

  /** Id and secret from the header, which clients may use instead of the form. */
  private static String[] basic(ApiRequest request) {
    String header = request.authorization().orElse("");
    if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon > 0) {
          return new String[] {pair.substring(0, colon), pair.substring(colon + 1)};
        }
      } catch (IllegalArgumentException e) {
        // answered like a client that is not known
      }
    }
    return new String[] {"", ""};
  }
}
