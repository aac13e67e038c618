package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;
import java.io.IOException;

/**
 * Writes JSON for the inside of an HTML script element: no text can end the element, because {@code
 * <} is escaped.
 */
final class ScriptJson {

  private final Appendable out;
  private boolean first = true;

  ScriptJson(Appendable out) {
    this.out = out;
  }

  ScriptJson open(char bracket) throws IOException {
    separate();
    out.append(bracket);
    first = true;
    return this;
  }

  ScriptJson close(char bracket) throws IOException {
    out.append(bracket);
    first = false;
    return this;
  }

  ScriptJson key(String key) throws IOException {
    separate();
    quoted(key);
    out.append(':');
    first = true;
    return this;
  }

  /** Writes text on one line, with invisible characters made visible. */
  ScriptJson text(String text) throws IOException {
    separate();
    quoted(Quoted.line(text));
    return this;
  }

  ScriptJson number(int number) throws IOException {
    separate();
    out.append(Integer.toString(number));
    return this;
  }

  /** Writes JSON that another writer has written. */
  ScriptJson json(CharSequence json) throws IOException {
    separate();
    out.append(json);
    return this;
  }

  private void separate() throws IOException {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  private void quoted(String text) throws IOException {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String escape =
          switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '<' -> "\\u003c";
            default -> "";
          };
      if (!escape.isEmpty()) {
        out.append(text, from, i).append(escape);
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }
}
