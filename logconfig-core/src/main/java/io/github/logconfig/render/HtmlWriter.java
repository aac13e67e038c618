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

  /** Writes the start of a page without script, up to its header. */
  HtmlWriter staticPage(String title) throws IOException {
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    open(
            "meta",
            "http-equiv",
            "Content-Security-Policy",
            "content",
            "default-src 'none'; style-src '"
                + PlanHtml.digest(PlanHtml.STYLE)
                + "'; base-uri 'none'; form-action 'none'")
        .line();
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    element("title", title).line();
    out.append("<style>").append(PlanHtml.STYLE).append("</style>\n</head>\n<body>\n<header>\n");
    return this;
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
