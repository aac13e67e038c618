package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.SecretMask;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
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
   * Returns the kind of token that is sent.
   *
   * @return the kind; empty if only the content of a file decides
   */
  Optional<TokenKind> kind();

  /**
   * A token that is requested before every attempt.
   *
   * @param description the kind of token, without a secret
   * @param kind the kind of token
   * @param header returns the value of the {@code Authorization} header
   */
  record SuppliedToken(String description, Optional<TokenKind> kind, Supplier<String> header)
      implements Credentials {

    /** Checks that nothing is null. */
    public SuppliedToken {
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(header, "header");
    }

    @Override
    public String toString() {
      return description;
    }
  }

  /**
   * A token in a file that is read before every attempt.
   *
   * @param file a UTF-8 text file that contains only the token
   */
  record TokenFile(Path file) implements Credentials {

    /** Checks that the file is not null. */
    public TokenFile {
      Objects.requireNonNull(file, "file");
    }

    @Override
    public Optional<TokenKind> kind() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "token in " + SecretMask.mask(file.toString());
    }
  }

  /**
   * Access tokens that the client requests from a token endpoint.
   *
   * @param client the OAuth client
   */
  record OAuth(OAuthClient client) implements Credentials {

    /** Checks that the client is not null. */
    public OAuth {
      Objects.requireNonNull(client, "client");
    }

    @Override
    public Optional<TokenKind> kind() {
      return Optional.of(TokenKind.ACCESS_TOKEN);
    }

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
    return new SuppliedToken(
        "API token " + token, Optional.of(TokenKind.API_TOKEN), token::authorization);
  }

  /**
   * Returns credentials that request an API token before every attempt.
   *
   * @param supplier supplies the token; called by any thread, should be fast
   * @return credentials that send the token as {@code Api-Token}; an operation for which the
   *     supplier fails ends in a {@link CredentialsException}
   */
  static Credentials apiToken(Supplier<ApiToken> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return new SuppliedToken(
        "supplied API token",
        Optional.of(TokenKind.API_TOKEN),
        () -> supplier.get().authorization());
  }

  /**
   * Returns credentials of one token, sent as its kind requires.
   *
   * @param text an API token or a platform token; see {@link TokenKind#of}
   * @return credentials that send the token as {@code Api-Token} or as {@code Bearer}
   * @throws InvalidArgumentException if {@code text} is not a token; the message does not contain
   *     it
   */
  static Credentials token(String text) {
    String token = text.strip();
    if (token.startsWith("dt0s02.") || token.startsWith("dt0s08.")) {
      throw new InvalidArgumentException(
          "the token is the secret of an OAuth client ("
              + token.substring(0, 6)
              + "); expected an API token (dt0c01) or a platform token (dt0s16)");
    }
    return TokenKind.of(token) == TokenKind.API_TOKEN
        ? apiToken(ApiToken.of(token))
        : bearerToken(BearerToken.of(token));
  }

  /**
   * Returns credentials that read a token from a file before every attempt, so that it can be
   * rotated at any time, also by a token of another kind.
   *
   * @param file a UTF-8 text file that contains only an API token or a platform token
   * @return credentials that send the token as its kind requires; an operation for which the file
   *     cannot be read, or contains no token that the environment accepts, ends in a {@link
   *     CredentialsException}
   */
  static Credentials tokenFile(Path file) {
    return new TokenFile(file);
  }

  /**
   * Returns credentials of one bearer token.
   *
   * @param token the token
   * @return credentials that send it as {@code Bearer}
   */
  static Credentials bearerToken(BearerToken token) {
    return new SuppliedToken("bearer token", Optional.of(token.kind()), token::authorization);
  }

  /**
   * Returns credentials that request a bearer token before every attempt.
   *
   * @param supplier supplies the token; called by any thread, should be fast
   * @return credentials that send the token as {@code Bearer}; an operation for which the supplier
   *     fails ends in a {@link CredentialsException}
   */
  static Credentials bearerToken(Supplier<BearerToken> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return new SuppliedToken(
        "supplied bearer token",
        Optional.of(TokenKind.PLATFORM_TOKEN),
        () -> supplier.get().authorization());
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
