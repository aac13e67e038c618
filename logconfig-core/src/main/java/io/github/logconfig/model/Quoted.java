package io.github.logconfig.model;

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
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      appendEscaped(quoted, text.charAt(i));
    }
    return quoted.append(text.length() > LONGEST ? "…\"" : "\"").toString();
  }

  private static void appendEscaped(StringBuilder out, char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (isPrintable(c)) {
      out.append(c);
    } else {
      out.append(String.format("\\u%04x", (int) c));
    }
  }

  /** Anything that changes how the text around it is read or shown is not printable. */
  private static boolean isPrintable(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
