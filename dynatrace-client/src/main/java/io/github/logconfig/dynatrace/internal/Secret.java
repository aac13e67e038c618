package io.github.logconfig.dynatrace.internal;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A text that must be shown nowhere. It is kept under a random mask, so that a dump of the heap
 * does not tell it; it is a text only while somebody uses it.
 */
public final class Secret {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final char[] mask;
  private final char[] masked;

  private Secret(char[] mask, char[] masked) {
    this.mask = mask;
    this.masked = masked;
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

  /** The text, to be held for as short a time as possible. */
  public String reveal() {
    char[] text = new char[masked.length];
    for (int i = 0; i < text.length; i++) {
      text[i] = charAt(i);
    }
    String revealed = new String(text);
    Arrays.fill(text, '\0');
    return revealed;
  }

  /** Whether this is the secret of a text. */
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
