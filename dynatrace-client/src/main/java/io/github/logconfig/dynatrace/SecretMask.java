package io.github.logconfig.dynatrace;

import java.util.regex.Pattern;

/**
 * Masks Dynatrace tokens in texts, whoever they belong to. All messages of this library are masked;
 * applications can use it for texts of their own, such as command lines and file names.
 *
 * <p><b>Thread safety:</b> has no state.
 *
 * @since 0.1.0
 */
public final class SecretMask {

  /** Prefix and public part of a token, a dot (also as in a URL), and the secret part. */
  private static final Pattern TOKEN =
      Pattern.compile("(?i)(dt0[a-z][0-9]{2}(?:\\.|%2e)[a-z0-9]{4,}(?:\\.|%2e))[a-z0-9]{16,}");

  private SecretMask() {}

  /**
   * Masks the secret part of everything that has the form of a Dynatrace token. Prefix and public
   * part stay, since they identify the token and are no secret.
   *
   * @param text any text
   * @return the text, with for example {@code dt0c01.ABC.****} for a token
   */
  public static String mask(String text) {
    return TOKEN.matcher(text).replaceAll("$1****");
  }
}
