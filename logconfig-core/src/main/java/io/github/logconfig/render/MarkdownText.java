package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;

/** Escapes text of unknown origin for Markdown and HTML. */
final class MarkdownText {

  private static final String SPECIAL = "\\`*_{}[]()<>#+-.!|~&@:/\"'$^=%";

  private MarkdownText() {}

  /**
   * Escapes all special characters of Markdown and HTML, and makes invisible characters visible.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    Quoted.line(text)
        .codePoints()
        .forEach(
            c -> {
              if (SPECIAL.indexOf(c) >= 0) {
                escaped.append("&#").append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
