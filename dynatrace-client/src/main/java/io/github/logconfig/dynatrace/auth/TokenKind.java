package io.github.logconfig.dynatrace.auth;

import java.util.Locale;

/**
 * The kind of a token. It decides which API of an environment accepts the token.
 *
 * @since 0.1.0
 */
public enum TokenKind {

  /**
   * API token or personal access token, {@code dt0c01}, and tokens of older forms. Accepted by the
   * classic API: {@code live.dynatrace.com}, Managed and ActiveGates.
   */
  API_TOKEN("API token (dt0c01)"),

  /** Platform token, {@code dt0s16}. Accepted by the platform: {@code apps.dynatrace.com}. */
  PLATFORM_TOKEN("platform token (dt0s16)"),

  /**
   * Access token that an OAuth client has fetched. Accepted by the platform: {@code
   * apps.dynatrace.com}.
   */
  ACCESS_TOKEN("OAuth client");

  private static final String PLATFORM_PREFIX = "dt0s16.";

  private final String text;

  TokenKind(String text) {
    this.text = text;
  }

  /**
   * Returns the kind of a token.
   *
   * @param token the whole token, without surrounding white space
   * @return the kind that its prefix denotes; {@link #API_TOKEN} if it has no known prefix
   */
  public static TokenKind of(String token) {
    if (token.toLowerCase(Locale.ROOT).startsWith(PLATFORM_PREFIX)) {
      return PLATFORM_TOKEN;
    }
    // the header of a JSON Web Token
    return token.startsWith("eyJ") ? ACCESS_TOKEN : API_TOKEN;
  }

  /**
   * Returns the name of the kind.
   *
   * @return for example {@code API token (dt0c01)}
   */
  @Override
  public String toString() {
    return text;
  }
}
