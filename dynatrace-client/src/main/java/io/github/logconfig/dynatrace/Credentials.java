package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.AuthorizationSource;
import io.github.logconfig.dynatrace.internal.HttpFailure;
import io.github.logconfig.dynatrace.internal.OAuthAuthorization;
import io.github.logconfig.dynatrace.internal.Secret;
import io.github.logconfig.dynatrace.internal.SharedConnections;
import io.github.logconfig.dynatrace.internal.SuppliedAuthorization;
import io.github.logconfig.dynatrace.internal.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What requests are authorized with. If the service refuses it (status 401) and there is another
 * one by then, because a file was rotated or an access token was fetched anew, the request is sent
 * once more with that.
 *
 * <p><b>Thread safety:</b> immutable; suppliers are called by any thread.
 *
 * @since 0.1.0
 */
public final class Credentials {

  private final String description;
  private final Opener opener;

  private Credentials(String description, Opener opener) {
    this.description = description;
    this.opener = opener;
  }

  private interface Opener {
    AuthorizationSource open(SharedConnections connections, Timing timing);
  }

  /**
   * One API token for good.
   *
   * @param token the token
   * @return credentials that send it as {@code Api-Token}
   */
  public static Credentials apiToken(ApiToken token) {
    return supplied("API token " + token, token::authorization);
  }

  /**
   * An API token that is asked for before every request.
   *
   * @param supplier gives the token; called by any thread, should be quick
   * @return credentials that send it as {@code Api-Token}; a request for which the supplier fails
   *     ends in a {@link CredentialsException}
   */
  public static Credentials apiToken(Supplier<ApiToken> supplier) {
    return supplied("supplied API token", () -> asked(() -> supplier.get().authorization()));
  }

  /**
   * An API token in a file, which is read before every request and so may be rotated at any time.
   *
   * @param file a text file that holds the token and nothing else
   * @return credentials that send it as {@code Api-Token}; a request for which the file cannot be
   *     read, or holds no token, ends in a {@link CredentialsException}
   */
  public static Credentials apiTokenFile(Path file) {
    return supplied(
        "API token in " + SecretMask.mask(file.toString()), () -> read(file).authorization());
  }

  /**
   * One bearer token for good.
   *
   * @param token the token
   * @return credentials that send it as {@code Bearer}
   */
  public static Credentials bearerToken(BearerToken token) {
    return supplied("bearer token", token::authorization);
  }

  /**
   * A bearer token that is asked for before every request.
   *
   * @param supplier gives the token; called by any thread, should be quick
   * @return credentials that send it as {@code Bearer}; a request for which the supplier fails ends
   *     in a {@link CredentialsException}
   */
  public static Credentials bearerToken(Supplier<BearerToken> supplier) {
    return supplied("supplied bearer token", () -> asked(() -> supplier.get().authorization()));
  }

  /**
   * Access tokens that the client fetches itself.
   *
   * @param client who fetches them, and where
   * @return credentials that send them as {@code Bearer}; a request for which none is given out
   *     ends in a {@link CredentialsException}
   */
  public static Credentials oauth(OAuthClient client) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client.clientId());
    if (!client.scopes().isEmpty()) {
      form.put("scope", String.join(" ", client.scopes()));
    }
    client.resource().ifPresent(resource -> form.put("resource", resource));
    return new Credentials(
        "OAuth client " + client.clientId(),
        (connections, timing) -> {
          connections.redactor().rememberConfigured(client.clientSecret().secret());
          return new OAuthAuthorization(
              connections,
              client.tokenEndpoint(),
              form,
              Secret.of(client.clientSecret().secret()),
              timing);
        });
  }

  AuthorizationSource open(SharedConnections connections, Timing timing) {
    return opener.open(connections, timing);
  }

  private static Credentials supplied(String description, SuppliedAuthorization.Provider provider) {
    return new Credentials(
        description, (connections, timing) -> new SuppliedAuthorization(provider));
  }

  private static String asked(Supplier<String> supplier) throws HttpFailure {
    try {
      return supplier.get();
    } catch (RuntimeException e) {
      // what its message says is not known to be harmless
      throw new HttpFailure.NoCredentials(
          "the supplier of the token failed: " + e.getClass().getName());
    }
  }

  /** What is wrong with a file may be that it is being written at this moment. */
  private static ApiToken read(Path file) throws HttpFailure {
    try {
      return ApiToken.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw HttpFailure.NoCredentials.passing(
          "the token file " + file + " cannot be read: " + e.getClass().getSimpleName());
    } catch (InvalidArgumentException e) {
      throw HttpFailure.NoCredentials.passing("the token file " + file + ": " + e.getMessage());
    }
  }

  /**
   * The kind of credentials, without a secret.
   *
   * @return for example {@code API token dt0c01.ABC.****}
   */
  @Override
  public String toString() {
    return description;
  }
}
