package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.Secret;

/**
 * An API token, {@code dt0c01.<public part>.<secret part>}. Its string form contains only the
 * public part.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ApiToken {

  private final Secret secret;

  private ApiToken(Secret secret) {
    this.secret = secret;
  }

  /**
   * Returns a token. Leading and trailing white space is removed.
   *
   * @param text the whole token
   * @return the token
   * @throws InvalidArgumentException if the text is empty, longer than 16,384 characters, contains
   *     a character that is not allowed in a header, or is a credential of another kind; the
   *     message does not contain the text
   */
  public static ApiToken of(String text) {
    Secret secret = Secret.parse("API token", text);
    String token = secret.reveal();
    if (token.startsWith("dt0s") || TokenKind.of(token) != TokenKind.API_TOKEN) {
      throw new InvalidArgumentException(
          "the token is "
              + (token.startsWith("dt0s16.")
                  ? "a platform token (dt0s16)"
                  : token.startsWith("dt0s")
                      ? "a credential of the kind "
                          + token.substring(0, Math.min(6, token.length()))
                      : "an OAuth access token")
              + "; expected an API token (dt0c01)");
    }
    return new ApiToken(secret);
  }

  /** Returns the value of the {@code Authorization} header. */
  String authorization() {
    return "Api-Token " + secret.reveal();
  }

  /**
   * Returns the whole token, for example to send it to another client. Do not log it.
   *
   * @return the token, its secret part included
   */
  public String secret() {
    return secret.reveal();
  }

  /**
   * Returns the part of the token that is not secret.
   *
   * @return prefix and public part if the token has these parts, otherwise {@code ****}
   */
  @Override
  public String toString() {
    String text = secret.reveal();
    int lastDot = text.lastIndexOf('.');
    boolean threeParts = text.startsWith("dt0") && text.indexOf('.') < lastDot;
    return threeParts ? text.substring(0, lastDot) + ".****" : "****";
  }
}
