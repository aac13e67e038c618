package io.github.logconfig.simulator.internal.http;

/** Foreign text in messages: one line, no control characters, not too long. */
public final class Quoted {

  private static final int LONGEST = 200;

  private Quoted() {}

  public static String text(String foreign) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(foreign.length(), LONGEST); i++) {
      char c = foreign.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '"' || c == '\\') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return foreign.length() > LONGEST ? text + "..." : text.toString();
  }
}
