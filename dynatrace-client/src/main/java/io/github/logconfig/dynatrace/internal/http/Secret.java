package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A text that must not be shown. It is stored XORed with a random mask, so that a heap dump does
 * not contain it; it is in clear text only while it is used.
 */
public final class Secret {

  private static final int MAX_LENGTH = 16_384;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final char[] mask;
  private final char[] masked;

  private Secret(char[] mask, char[] masked) {
    this.mask = mask;
    this.masked = masked;
  }

  /**
   * Returns the secret that a text contains; leading and trailing white space is removed.
   *
   * @param what the kind of secret, for messages
   * @throws InvalidArgumentException if the text cannot be sent in a header; the message does not
   *     contain it
   */
  public static Secret parse(String what, String text) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw new InvalidArgumentException("the " + what + " is empty");
    }
    if (secret.length() > MAX_LENGTH || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidArgumentException(
          "the "
              + what
              + " contains a character that is not allowed in a header, or is longer than "
              + MAX_LENGTH
              + " characters");
    }
    return of(secret);
  }

  public static Secret of(String text) {
    char[] mask = new char[text.length()];
    char[] masked = new char[text.length()];
    for (int i = 0; i < masked.length; i++) {
      mask[i] = (char) RANDOM.nextInt();
      masked[i] = (char) (text.charAt(i) ^ mask[i]);
    }
    return new Secret(mask, masked);
  }

  /** Returns the clear text; callers should not keep it. */
  public String reveal() {
    char[] text = new char[masked.length];
    for (int i = 0; i < text.length; i++) {
      text[i] = charAt(i);
    }
    String revealed = new String(text);
    Arrays.fill(text, '\0');
    return revealed;
  }

  /** Compares the secret with a text in constant time. */
  boolean is(String text) {
    int differences = text.length() ^ masked.length;
    for (int i = 0; i < Math.min(text.length(), masked.length); i++) {
      differences |= text.charAt(i) ^ charAt(i);
    }
    return differences == 0;
  }

  private char charAt(int index) {
    return (char) (masked[index] ^ mask[index]);
  }

  @Override
  public String toString() {
    return "****";
  }
}
