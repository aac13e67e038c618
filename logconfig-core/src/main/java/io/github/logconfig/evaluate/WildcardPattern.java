package io.github.logconfig.evaluate;

import java.util.Objects;

/**
 * A matcher value as the service interprets it: {@code *} matches any sequence of characters,
 * including the empty one; all other characters match themselves, case-sensitively.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param text the value
 * @since 0.1.0
 */
public record WildcardPattern(String text) {

  private static final int LONGEST_NAMESPACE = 63;

  /** Rejects null. */
  public WildcardPattern {
    Objects.requireNonNull(text, "text");
  }

  /** Returns the pattern of a matcher value. */
  public static WildcardPattern of(String text) {
    return new WildcardPattern(text);
  }

  /** Returns whether the pattern contains a {@code *}, so that it can match more than one text. */
  public boolean hasWildcard() {
    return text.indexOf('*') >= 0;
  }

  /** Returns whether the pattern consists of stars only, so that it matches every text. */
  public boolean isOnlyStars() {
    return !text.isEmpty() && text.chars().allMatch(c -> c == '*');
  }

  /**
   * Returns whether this pattern matches every text that {@code other} matches. True is always
   * correct; false may be wrong where wildcards of both patterns overlap.
   *
   * @param other the pattern that may be narrower
   */
  public boolean covers(WildcardPattern other) {
    return matches(other.text);
  }

  /**
   * Returns whether a valid Kubernetes namespace name can match. Returns false if the pattern
   * requires a character that no such name contains, or more than 63 characters.
   */
  boolean mayMatchNamespace() {
    int characters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isOfNamespaceOrStar(c)) {
        return false;
      }
      characters += c == '*' ? 0 : 1;
    }
    return characters <= LONGEST_NAMESPACE && !text.startsWith("-") && !text.endsWith("-");
  }

  private static boolean isOfNamespaceOrStar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '*';
  }

  /**
   * Returns whether the whole of {@code candidate} matches. The time is at most proportional to the
   * product of both lengths.
   */
  public boolean matches(String candidate) {
    return matches(text, candidate);
  }

  static boolean matches(String text, String candidate) {
    int at = 0;
    int inPattern = 0;
    int lastStar = -1;
    int resumeAt = 0;
    while (at < candidate.length()) {
      if (inPattern < text.length() && text.charAt(inPattern) == '*') {
        lastStar = inPattern++;
        resumeAt = at;
      } else if (inPattern < text.length() && text.charAt(inPattern) == candidate.charAt(at)) {
        inPattern++;
        at++;
      } else if (lastStar >= 0) {
        // extend the match of the last star by one character, and retry from there
        inPattern = lastStar + 1;
        at = ++resumeAt;
      } else {
        return false;
      }
    }
    while (inPattern < text.length() && text.charAt(inPattern) == '*') {
      inPattern++;
    }
    return inPattern == text.length();
  }
}
