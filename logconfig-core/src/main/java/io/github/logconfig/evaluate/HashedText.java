package io.github.logconfig.evaluate;

/**
 * A text with a prefix hash, so that the hash of any substring takes constant time. Not
 * thread-safe.
 */
final class HashedText {

  private static final int BASE = 31;

  /** The powers of the base, as many as a namespace needs. */
  private static final int[] POWERS = powers(64);

  private final String text;
  private int[] beginnings = {};
  private int[] powers = POWERS;

  HashedText(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  int length() {
    return text.length();
  }

  /** Returns the hash of a substring; equal to {@link #hash(String, int, int)}. */
  int hash(int from, int to) {
    if (beginnings.length == 0) {
      hashBeginnings();
    }
    return beginnings[to] - beginnings[from] * powers[to - from];
  }

  /** Returns the hash of a substring of any text. */
  static int hash(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * BASE + text.charAt(i);
    }
    return hash;
  }

  private void hashBeginnings() {
    int length = text.length();
    beginnings = new int[length + 1];
    powers = length < POWERS.length ? POWERS : powers(length + 1);
    for (int i = 0; i < length; i++) {
      beginnings[i + 1] = beginnings[i] * BASE + text.charAt(i);
    }
  }

  private static int[] powers(int count) {
    int[] powers = new int[count];
    powers[0] = 1;
    for (int i = 1; i < count; i++) {
      powers[i] = powers[i - 1] * BASE;
    }
    return powers;
  }
}
