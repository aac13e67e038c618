package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;

/** Text of unknown origin as markdown and HTML show it: as itself, whatever is in it. */
final class MarkdownText {

  private static final String MEANINGFUL = "\\`*_{}[]()<>#+-.!|~&@:/\"'$^=%";

  private MarkdownText() {}

  /**
   * Escapes everything that could mean something to a renderer of markdown or HTML, and tells by
   * their numbers characters that end a line or cannot be seen.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    Quoted.line(text)
        .codePoints()
        .forEach(
            c -> {
              if (MEANINGFUL.indexOf(c) >= 0) {
                escaped.append("&#").append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
