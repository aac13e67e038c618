package io.github.logconfig.cli;

/** Text of unknown origin, made fit for a terminal. */
final class Printable {

  private static final int LONGEST = 2_000;

  private Printable() {}

  /** The text on one line, without control characters, and not endless. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST) + 1);
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      char c = text.charAt(i);
      boolean plain =
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
          };
      if (plain) {
        line.append(c);
      } else {
        line.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.length() > LONGEST ? line.append('…').toString() : line.toString();
  }
}
