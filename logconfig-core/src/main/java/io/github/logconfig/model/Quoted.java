package io.github.logconfig.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes text of unknown origin for messages.
 *
 * <p>Names come from files that tenants write. Control characters, which could forge log lines or
 * move the cursor of a terminal, are escaped, and long text is truncated.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class Quoted {

  private static final int LONGEST = 100;
  private static final Pattern WEB_PAGE =
      Pattern.compile("\\s*<(!doctype html|html)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern PAGE_TITLE =
      Pattern.compile("<title[^>]{0,200}>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

  private Quoted() {}

  /** Returns text in double quotes, on one line and truncated to 100 characters. */
  public static String of(String text) {
    boolean cut = text.codePointCount(0, text.length()) > LONGEST;
    int end = cut ? text.offsetByCodePoints(0, LONGEST) : text.length();
    StringBuilder quoted = new StringBuilder(end + 2).append('"');
    text.substring(0, end)
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              appendPrintable(quoted, c);
            });
    return quoted.append(cut ? "…\"" : "\"").toString();
  }

  /**
   * Returns text on one line, with invisible and formatting characters replaced by their escape
   * sequences.
   */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendPrintable(line, c));
    return line.toString();
  }

  /**
   * Returns how a message names a web page that was received instead of data: {@code the web page
   * "TITLE"}, or {@code a web page} if it has no title. Empty for any other text.
   *
   * @param text a response, or its start
   */
  public static Optional<String> webPage(String text) {
    if (!WEB_PAGE.matcher(text).lookingAt()) {
      return Optional.empty();
    }
    Matcher title = PAGE_TITLE.matcher(text);
    return Optional.of(
        title.find() && !title.group(1).isBlank()
            ? "the web page " + of(title.group(1).strip().replaceAll("\\s+", " "))
            : "a web page");
  }

  private static void appendPrintable(StringBuilder out, int c) {
    if (isPrintable(c)) {
      out.appendCodePoint(c);
    } else {
      for (char unit : Character.toChars(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
