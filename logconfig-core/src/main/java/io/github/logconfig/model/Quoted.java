package io.github.logconfig.model;

import java.util.Locale;

/**
 * Quotes text of unknown origin so that it can stand in a message.
 *
 * <p>Names come from files that tenants write. Control characters, which could forge log lines or
 * move a terminal's cursor, are escaped, and long text is cut.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class Quoted {

  private static final int LONGEST = 100;

  private Quoted() {}

  /**
   * Puts {@code text} between double quotes, on one line, at most 100 of its characters long.
   *
   * @param text any text
   * @return the quoted text
   */
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
   * Keeps {@code text} as it is, on one line, but for characters that cannot be seen or that change
   * how the text around them is read or shown.
   *
   * @param text any text
   * @return the text, those characters told by their numbers
   */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendPrintable(line, c));
    return line.toString();
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
