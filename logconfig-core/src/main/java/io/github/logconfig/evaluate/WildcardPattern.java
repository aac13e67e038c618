package io.github.logconfig.evaluate;

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

  /**
   * Whether the pattern has a wildcard, and so may match more than one text.
   *
   * @return true if there is a {@code *} in it
   */
  public boolean hasWildcard() {
    return text.indexOf('*') >= 0;
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
