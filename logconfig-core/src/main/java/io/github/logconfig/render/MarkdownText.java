package io.github.logconfig.render;

/** Text of unknown origin as markdown and HTML show it: as itself, whatever is in it. */
final class MarkdownText {

  private static final String MEANINGFUL = "\\`*_{}[]()<>#+-.!|~&@:/\"'$^=";

  private MarkdownText() {}

  /**
   * Escapes everything that could mean something to a renderer of markdown or HTML, and folds line
   * breaks, which would end a table or a list.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        escaped.append(' ');
      } else if (MEANINGFUL.indexOf(c) >= 0) {
        escaped.append("&#").append((int) c).append(';');
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
