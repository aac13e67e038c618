package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.Secret;

/**
 * A token that is sent as {@code Authorization: Bearer …}: a platform token ({@code dt0s16.…}) or
 * an OAuth access token that the application has obtained. For the platform route, {@code
 * https://<environment>.apps.dynatrace.com}.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class BearerToken {

  private final Secret secret;

  private BearerToken(Secret secret) {
    this.secret = secret;
  }

  /**
   * Returns a token. Leading and trailing white space is removed.
   *
   * @param text the whole token, without {@code Bearer}
   * @return the token
   * @throws InvalidArgumentException if the text is empty, longer than 16,384 characters, contains
   *     a character that is not allowed in a header, or is an API token; the message does not
   *     contain the text
   */
  public static BearerToken of(String text) {
    Secret secret = Secret.parse("bearer token", text);
    if (secret.reveal().startsWith("dt0c")) {
      throw new InvalidArgumentException(
          "the token is an API token (dt0c01); expected a platform token (dt0s16) or an OAuth"
              + " access token");
    }
    return new BearerToken(secret);
  }

  /**
   * Returns the kind of the token.
   *
   * @return platform token, or access token if it has another prefix
   */
  TokenKind kind() {
    TokenKind kind = TokenKind.of(secret.reveal());
    return kind == TokenKind.API_TOKEN ? TokenKind.ACCESS_TOKEN : kind;
  }

  /** Returns the value of the {@code Authorization} header. */
  String authorization() {
    return "Bearer " + secret.reveal();
  }

  /**
   * Hides the token.
   *
   * @return {@code ****}
   */
  @Override
  public String toString() {
    return "****";
  }
}
