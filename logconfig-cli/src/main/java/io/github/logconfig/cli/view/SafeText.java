package io.github.logconfig.cli.view;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SecretMask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Text of unknown origin, safe for terminals and logs: printable, bounded, without secrets. */
public final class SafeText {

  private static final int MAX_LINE = 2_000;

  private SafeText() {}

  /** Returns text without what has the form of a secret. */
  public static String masked(String text) {
    return SecretMask.BY_FORM.mask(text);
  }

  /** Returns text on one line of at most 2,000 characters, without secrets. */
  public static String line(Object text) {
    String masked = masked(String.valueOf(text));
    boolean cut = masked.length() > MAX_LINE;
    return Quoted.line(cut ? masked.substring(0, MAX_LINE) : masked) + (cut ? "…" : "");
  }

  /** Returns text in quotes, without secrets. */
  public static String quoted(String text) {
    return Quoted.of(masked(text));
  }

  /** Returns a writer that masks secrets in every line. */
  public static PrintWriter maskingWriter(PrintWriter target) {
    return new PrintWriter(new MaskingWriter(target), true);
  }

  private static final class MaskingWriter extends Writer {

    private final PrintWriter target;
    private final StringBuilder pending = new StringBuilder();

    MaskingWriter(PrintWriter target) {
      this.target = target;
    }

    @Override
    public void write(char[] text, int from, int count) {
      synchronized (lock) {
        pending.append(text, from, count);
        int end = pending.lastIndexOf("\n") + 1;
        if (end > 0) {
          target.write(masked(pending.substring(0, end)));
          pending.delete(0, end);
        }
      }
    }

    @Override
    public void flush() {
      synchronized (lock) {
        target.write(masked(pending.toString()));
        pending.setLength(0);
        target.flush();
      }
    }

    @Override
    public void close() throws IOException {
      flush();
      target.close();
    }
  }
}
