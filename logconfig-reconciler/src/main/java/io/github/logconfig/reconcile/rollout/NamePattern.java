package io.github.logconfig.reconcile.rollout;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A name, or a pattern for names: {@code *} matches any text and {@code ?} one character.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param text the name or pattern
 * @since 0.1.0
 */
public record NamePattern(String text) {

  /** Returns a name or pattern. */
  public static NamePattern of(String text) {
    return new NamePattern(text);
  }

  /** Returns whether the text contains {@code *} or {@code ?}. */
  public boolean isPattern() {
    return text.contains("*") || text.contains("?");
  }

  /** Returns whether the whole name matches; case matters. */
  public boolean matches(String name) {
    return isPattern()
        ? Pattern.matches(
            "\\Q" + text.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E", name)
        : name.equals(text);
  }

  /** Returns whether there are no patterns, or one matches. */
  static boolean anyMatches(List<NamePattern> patterns, String name) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }
}
