package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;
import java.io.IOException;

/**
 * Writes HTML elements. Text and attribute values are always escaped; tags and attribute names are
 * constants of the caller.
 */
final class HtmlWriter {

  private final Appendable out;

  HtmlWriter(Appendable out) {
    this.out = out;
  }

  /** Writes a start tag; {@code attributes} are names and values alternately. */
  HtmlWriter open(String tag, String... attributes) throws IOException {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  HtmlWriter close(String tag) throws IOException {
    out.append("</").append(tag).append('>');
    return this;
  }

  HtmlWriter element(String tag, String text, String... attributes) throws IOException {
    return open(tag, attributes).text(text).close(tag);
  }

  /** Writes text of unknown origin on one line, with invisible characters made visible. */
  HtmlWriter text(String text) throws IOException {
    String line = Quoted.line(text);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
    return this;
  }

  HtmlWriter line() throws IOException {
    out.append('\n');
    return this;
  }
}
