package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes text of unknown origin for Markdown and HTML. */
final class MarkdownText {

  /** Characters with a meaning inside a paragraph, those of autolinks included. */
  private static final String SPECIAL = "\\`*_{}[]<>|~&@:.$";

  /** A word that no service takes for a mention, a reference, a link or an emoji. */
  private static final Pattern PLAIN = Pattern.compile("[\"(]*([A-Za-z]+|[0-9]{1,6}|%)?[\").,;:]*");

  /** The services link hexadecimal words to commits. */
  private static final Pattern COMMIT = Pattern.compile(".*[0-9A-Fa-f]{7}.*");

  /** Text in quotes, as {@link Quoted} writes it. */
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)+)\"");

  private static final Pattern PUNCTUATION = Pattern.compile("[.,;:)]+$");
  private static final Pattern PARENTHESIS = Pattern.compile("^\\(+");

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

  /** Returns a message in which everything but plain words is code, quoted text included. */
  static String message(String text) {
    String line = Quoted.line(text);
    StringBuilder message = new StringBuilder();
    Matcher quoted = QUOTED.matcher(line);
    int from = 0;
    while (quoted.find()) {
      appendWords(line.substring(from, quoted.start()), message);
      message.append(code(quoted.group(1)));
      from = quoted.end();
    }
    appendWords(line.substring(from), message);
    return message.toString();
  }

  private static void appendWords(String text, StringBuilder message) {
    StringBuilder code = new StringBuilder();
    String separator = "";
    for (String word : text.split(" ", -1)) {
      if (PLAIN.matcher(word).matches() && !COMMIT.matcher(word).matches()) {
        flush(code, message);
        // a number with a period may start a list
        boolean letters = word.isEmpty() || !Character.isDigit(word.charAt(0));
        message.append(separator).append(letters ? word : escaped(word));
      } else if (code.isEmpty()) {
        String rest = PARENTHESIS.matcher(word).replaceFirst("");
        message.append(separator).append(word, 0, word.length() - rest.length());
        code.append(rest);
      } else {
        code.append(' ').append(word);
      }
      separator = " ";
    }
    flush(code, message);
  }

  private static void flush(StringBuilder code, StringBuilder message) {
    if (!code.isEmpty()) {
      Matcher punctuation = PUNCTUATION.matcher(code);
      int end = punctuation.find() && punctuation.start() > 0 ? punctuation.start() : code.length();
      message.append(code(code.substring(0, end))).append(code, end, code.length());
      code.setLength(0);
    }
  }
}
