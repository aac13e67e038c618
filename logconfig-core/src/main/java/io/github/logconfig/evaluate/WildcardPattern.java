package io.github.logconfig.evaluate;

import java.util.Objects;

/**
 * A value of a matcher as the service reads it: {@code *} stands for any run of characters, also
 * none; everything else for itself, case included.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param text the value
 * @since 0.1.0
 */
public record WildcardPattern(String text) {

  private static final int LONGEST_NAMESPACE = 63;

  /** Refuses what is missing. */
  public WildcardPattern {
    Objects.requireNonNull(text, "text");
  }

  /**
   * Whether the pattern has a wildcard, and so may match more than one text.
   *
   * @return true if there is a {@code *} in it
   */
  public boolean hasWildcard() {
    return text.indexOf('*') >= 0;
  }

  /**
   * Whether every text matches.
   *
   * @return true if the pattern is nothing but stars
   */
  public boolean isOnlyStars() {
    return !text.isEmpty() && text.chars().allMatch(c -> c == '*');
  }

  /**
   * Whether everything that {@code other} matches is matched by this pattern, too. Never says so
   * wrongly; may miss it where stars of both overlap.
   *
   * @param other the pattern that may be the narrower one
   * @return true if this pattern is certain to be as wide
   */
  public boolean covers(WildcardPattern other) {
    return matches(other.text);
  }

  /**
   * Whether a namespace of Kubernetes can have a name that matches.
   *
   * @return false if the pattern asks for a character that no such name has, or for more than 63
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
   * Whether the whole of {@code candidate} matches. Takes at most time proportional to the product
   * of both lengths.
   *
   * @param candidate the text to look at
   * @return true if it matches
   */
  public boolean matches(String candidate) {
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
        // let the last star take in one character more, and try again behind it
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
