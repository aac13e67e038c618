package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Secret;

/**
 * A token that is sent as {@code Authorization: Bearer …}: a platform token ({@code dt0s16.…}) or
 * an OAuth access token that somebody else fetches. For the platform route, {@code
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
   * Takes a token as it stands in a secret store; blanks and line ends around it are dropped.
   *
   * @param text the whole token, without the word {@code Bearer}
   * @return the token
   * @throws InvalidArgumentException if the text is empty, too long, or holds a character that
   *     cannot stand in a header; the text is not part of the message
   */
  public static BearerToken of(String text) {
    return new BearerToken(HeaderSecret.check("bearer token", text));
  }

  /** The value of the {@code Authorization} header. */
  String authorization() {
    return "Bearer " + secret.reveal();
  }

  /**
   * Nothing of the token.
   *
   * @return stars
   */
  @Override
  public String toString() {
    return "****";
  }
}
