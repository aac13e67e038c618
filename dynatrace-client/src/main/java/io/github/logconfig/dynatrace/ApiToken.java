package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Secret;

/**
 * An access token of the Dynatrace API, {@code dt0c01.<public part>.<secret part>}.
 *
 * <p>Its text form shows the public part at most; the secret leaves this class only towards the
 * pinned host.
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
   * Takes a token as it stands in a secret store; blanks and line ends around it are dropped.
   *
   * @param text the whole token
   * @return the token
   * @throws InvalidArgumentException if the text is empty, longer than 16,384 characters, or holds
   *     a character that cannot stand in a header; the text is not part of the message
   */
  public static ApiToken of(String text) {
    return new ApiToken(HeaderSecret.check("API token", text));
  }

  /** The value of the {@code Authorization} header. */
  String authorization() {
    return "Api-Token " + secret.reveal();
  }

  /** The whole token, for the one operation that looks it up. */
  String secret() {
    return secret.reveal();
  }

  /**
   * The part that may be shown.
   *
   * @return prefix and public part if the token has these parts, otherwise nothing but stars
   */
  @Override
  public String toString() {
    String text = secret.reveal();
    int lastDot = text.lastIndexOf('.');
    boolean threeParts = text.startsWith("dt0") && text.indexOf('.') < lastDot;
    return threeParts ? text.substring(0, lastDot) + ".****" : "****";
  }
}
