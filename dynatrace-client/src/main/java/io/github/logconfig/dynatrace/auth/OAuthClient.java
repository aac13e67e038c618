package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.EndpointUrl;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.immutables.value.Value;

/**
 * An OAuth client that requests its own access tokens (grant type {@code client_credentials}).
 *
 * <p>A token is cached until shortly before it expires: 30 seconds, or a tenth of its lifetime if
 * that is less. Threads that need a new token wait for one request.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface OAuthClient {

  /** The token endpoint of Dynatrace SaaS. */
  URI DYNATRACE_SSO = URI.create("https://sso.dynatrace.com/sso/oauth2/token");

  /**
   * Returns the URL of the token endpoint. The client secret is sent only there.
   *
   * @return an https URL, or an http URL of this machine; {@link #DYNATRACE_SSO} by default
   */
  @Value.Default
  default URI tokenEndpoint() {
    return DYNATRACE_SSO;
  }

  /**
   * Returns the client id, for example {@code dt0s02.ABC}.
   *
   * @return the id; not secret
   */
  String clientId();

  /**
   * Returns the client secret.
   *
   * @return the secret
   */
  ClientSecret clientSecret();

  /**
   * Returns the scopes of the tokens, for example {@code settings:objects:read}.
   *
   * @return the scopes; the default scopes of the client if empty
   */
  Set<String> scopes();

  /**
   * Returns the resource of the tokens, for example {@code urn:dtenvironment:abc12345}.
   *
   * @return the resource, if the token endpoint needs one
   */
  Optional<String> resource();

  private void check() {
    URI endpoint = tokenEndpoint();
    boolean secure = "https".equalsIgnoreCase(endpoint.getScheme()) && endpoint.getHost() != null;
    boolean clean = endpoint.getRawUserInfo() == null && endpoint.getRawFragment() == null;
    if (!clean || !(secure || EndpointUrl.isPlainLoopback(endpoint))) {
      throw new InvalidArgumentException(
          "token endpoint",
          EndpointUrl.withoutUser(endpoint.toString()),
          "an https URL without user or fragment (plain http only to this machine)");
    }
    HttpUrl unused = EndpointUrl.requireUsable("token endpoint", endpoint);
    if (clientId().isBlank()) {
      throw new InvalidArgumentException("client id", clientId(), "an id");
    }
  }

  /**
   * Starts a new client; {@code clientId} and {@code clientSecret} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds clients. Not thread-safe. */
  final class Builder extends ImmutableOAuthClient.Builder {
    Builder() {}

    /**
     * Returns the client.
     *
     * @return the client
     * @throws InvalidArgumentException if the token endpoint is neither https nor on this machine,
     *     has a user, a fragment, or an invalid host or port, or if the client id is blank
     * @throws IllegalStateException if a required part is missing; the message names it
     */
    @Override
    public OAuthClient build() {
      OAuthClient client = super.build();
      client.check();
      return client;
    }
  }
}
