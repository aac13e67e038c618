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
   * @throws InvalidArgumentException if the text is empty, longer than 16,384 characters, or
   *     contains a character that is not allowed in a header; the message does not contain the text
   */
  public static BearerToken of(String text) {
    return new BearerToken(Secret.parse("bearer token", text));
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
