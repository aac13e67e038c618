package io.github.logconfig.evaluate;

/**
 * A text with a prefix hash, so that the hash of any substring takes constant time. Not
 * thread-safe.
 */
final class HashedText {

  private static final int BASE = 31;

  private final String text;
  private int[] beginnings = {};
  private int[] powers = {};

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
    powers = new int[length + 1];
    powers[0] = 1;
    for (int i = 0; i < length; i++) {
      beginnings[i + 1] = beginnings[i] * BASE + text.charAt(i);
      powers[i + 1] = powers[i] * BASE;
    }
  }
}
