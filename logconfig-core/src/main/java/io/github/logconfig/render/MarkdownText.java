package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes text of unknown origin for Markdown and HTML. */
final class MarkdownText {

  /** Characters with a meaning inside a paragraph, those of autolinks included. */
  private static final String SPECIAL = "\\`*_{}[]<>|~&@:.$";

  /** A word that no service takes for a mention, a reference, a link or an emoji. */
  private static final Pattern PLAIN = Pattern.compile("[\"(]*([A-Za-z]+|[0-9]{1,6})?[\").,;:]*");

  /** The services link hexadecimal words to commits. */
  private static final Pattern COMMIT = Pattern.compile(".*[0-9A-Fa-f]{7}.*");

  private static final Pattern PUNCTUATION = Pattern.compile("[.,;:)]+$");

  private MarkdownText() {}

  /**
   * Returns text as code, with invisible characters made visible. Escaping alone is not enough:
   * GitHub and GitLab look for mentions, references and links in the rendered text, but not in
   * code.
   */
  static String code(String text) {
    return "<code>" + escaped(Quoted.line(text)) + "</code>";
  }

  private static String escaped(String line) {
    StringBuilder escaped = new StringBuilder(line.length() + 16);
    line.codePoints()
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

  /** Returns a message in which everything but plain words is code. */
  static String message(String text) {
    StringBuilder message = new StringBuilder();
    StringBuilder code = new StringBuilder();
    for (String word : Quoted.line(text).split(" ", -1)) {
      if (PLAIN.matcher(word).matches() && !COMMIT.matcher(word).matches()) {
        flush(code, message);
        // a number with a period may start a list
        boolean letters = word.isEmpty() || !Character.isDigit(word.charAt(0));
        message.append(message.isEmpty() ? "" : " ").append(letters ? word : escaped(word));
      } else {
        code.append(code.isEmpty() ? "" : " ").append(word);
      }
    }
    flush(code, message);
    return message.toString();
  }

  private static void flush(StringBuilder code, StringBuilder message) {
    if (!code.isEmpty()) {
      Matcher punctuation = PUNCTUATION.matcher(code);
      int end = punctuation.find() && punctuation.start() > 0 ? punctuation.start() : code.length();
      message
          .append(message.isEmpty() ? "" : " ")
          .append(code(code.substring(0, end)))
          .append(code, end, code.length());
      code.setLength(0);
    }
  }
}
