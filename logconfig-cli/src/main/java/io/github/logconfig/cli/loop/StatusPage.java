package io.github.logconfig.cli.loop;

import io.github.logconfig.cli.view.RoundView;
import io.github.logconfig.reconcile.loop.LoopRound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * The page of the last round, which {@code run} serves. It is kept compressed, so that the plans of
 * a large fleet are not kept from round to round. Thread-safe.
 */
public final class StatusPage {

  /** Plans of larger fleets do not keep their rules, and the page shows effects only. */
  static final int MAX_EXPLAINED_CLUSTERS = 1_000;

  private static final String NO_ROUND =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>logconfig run</title>"
          + "<h1>No round has ended yet</h1><p>Reload this page in a moment.</p></html>";

  private volatile byte[] compressed = compress(out -> out.write(NO_ROUND));

  private interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /** Shows a round instead of the one before. */
  public void show(LoopRound round) {
    compressed = compress(out -> RoundView.html(round, out));
  }

  /** Returns the page in UTF-8, compressed by gzip. */
  byte[] compressed() {
    return compressed;
  }

  private static byte[] compress(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }
}
