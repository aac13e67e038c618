package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.SecretMask;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Credentials that authorize requests. If the service rejects a token (status 401) and the
 * credentials have another one by then, because a file was rotated or an access token was renewed,
 * the request is repeated once with the new token.
 *
 * <p><b>Thread safety:</b> immutable; suppliers are called by any thread.
 *
 * @since 0.1.0
 */
public sealed interface Credentials {

  /**
   * A token that is requested before every attempt.
   *
   * @param description the kind of token, without a secret
   * @param header returns the value of the {@code Authorization} header
   */
  record SuppliedToken(String description, Supplier<String> header) implements Credentials {

    @Override
    public String toString() {
      return description;
    }
  }

  /**
   * An API token in a file that is read before every attempt.
   *
   * @param file a UTF-8 text file that contains only the token
   */
  record TokenFile(Path file) implements Credentials {

    @Override
    public String toString() {
      return "API token in " + SecretMask.mask(file.toString());
    }
  }

  /**
   * Access tokens that the client requests from a token endpoint.
   *
   * @param client the OAuth client
   */
  record OAuth(OAuthClient client) implements Credentials {

    @Override
    public String toString() {
      return "OAuth client " + client.clientId();
    }
  }

  /**
   * Returns credentials of one API token.
   *
   * @param token the token
   * @return credentials that send it as {@code Api-Token}
   */
  static Credentials apiToken(ApiToken token) {
    return new SuppliedToken("API token " + token, token::authorization);
  }

  /**
   * Returns credentials that request an API token before every attempt.
   *
   * @param supplier supplies the token; called by any thread, should be fast
   * @return credentials that send the token as {@code Api-Token}; an operation for which the
   *     supplier fails ends in a {@link CredentialsException}
   */
  static Credentials apiToken(Supplier<ApiToken> supplier) {
    return new SuppliedToken("supplied API token", () -> supplier.get().authorization());
  }

  /**
   * Returns credentials that read an API token from a file before every attempt, so that it can be
   * rotated at any time.
   *
   * @param file a UTF-8 text file that contains only the token
   * @return credentials that send the token as {@code Api-Token}; an operation for which the file
   *     cannot be read, or contains no token, ends in a {@link CredentialsException}
   */
  static Credentials apiTokenFile(Path file) {
    return new TokenFile(file);
  }

  /**
   * Returns credentials of one bearer token.
   *
   * @param token the token
   * @return credentials that send it as {@code Bearer}
   */
  static Credentials bearerToken(BearerToken token) {
    return new SuppliedToken("bearer token", token::authorization);
  }

  /**
   * Returns credentials that request a bearer token before every attempt.
   *
   * @param supplier supplies the token; called by any thread, should be fast
   * @return credentials that send the token as {@code Bearer}; an operation for which the supplier
   *     fails ends in a {@link CredentialsException}
   */
  static Credentials bearerToken(Supplier<BearerToken> supplier) {
    return new SuppliedToken("supplied bearer token", () -> supplier.get().authorization());
  }

  /**
   * Returns credentials of an OAuth client, which requests its own access tokens.
   *
   * @param client the OAuth client
   * @return credentials that send its tokens as {@code Bearer}; an operation for which no token is
   *     issued ends in a {@link CredentialsException}
   */
  static Credentials oauth(OAuthClient client) {
    return new OAuth(client);
  }
}
