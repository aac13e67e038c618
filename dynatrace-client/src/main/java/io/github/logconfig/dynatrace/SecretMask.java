package io.github.logconfig.dynatrace;

import java.util.regex.Pattern;

/**
 * Masks Dynatrace tokens in texts. All messages of this library are masked; applications can mask
 * other texts, such as command lines and file names.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class SecretMask {

  /** Prefix and public part of a token, a dot (also as in a URL), and the secret part. */
  private static final Pattern TOKEN =
      Pattern.compile("(?i)(dt0[a-z][0-9]{2}(?:\\.|%2e)[a-z0-9]{4,}(?:\\.|%2e))[a-z0-9]{16,}");

  private SecretMask() {}

  /**
   * Masks the secret part of all Dynatrace tokens. Prefix and public part remain, since they
   * identify the token and are not secret.
   *
   * @param text any text
   * @return the text, with for example {@code dt0c01.ABC.****} for a token
   */
  public static String mask(String text) {
    return TOKEN.matcher(text).replaceAll("$1****");
  }
}
