package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Secret;

/** The check that every secret of this package goes through; the text is in no message. */
final class HeaderSecret {

  private static final int LONGEST = 16_384;

  private HeaderSecret() {}

  static Secret check(String what, String text) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw new InvalidArgumentException("the " + what + " is empty");
    }
    if (secret.length() > LONGEST || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidArgumentException(
          "the " + what + " holds a character that cannot stand in a header, or is too long");
    }
    return Secret.of(secret);
  }
}
