package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SecretMask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Text without what has the form of a secret, whatever was entered in the wrong place. */
final class Masked {

  private Masked() {}

  /** Returns something as text on one line, without secrets. */
  static String line(Object text) {
    return Printable.line(SecretMask.BY_FORM.mask(String.valueOf(text)));
  }

  /** Returns text in quotes, without secrets. */
  static String quoted(String text) {
    return Quoted.of(SecretMask.BY_FORM.mask(text));
  }

  /** Returns a writer that masks every line before it is written. */
  static PrintWriter writer(PrintWriter target) {
    return new PrintWriter(new Lines(target), true);
  }

  private static final class Lines extends Writer {

    private final PrintWriter target;
    private final StringBuilder pending = new StringBuilder();

    Lines(PrintWriter target) {
      this.target = target;
    }

    @Override
    public void write(char[] text, int from, int count) {
      synchronized (lock) {
        pending.append(text, from, count);
        int end = pending.lastIndexOf("\n") + 1;
        if (end > 0) {
          target.write(SecretMask.BY_FORM.mask(pending.substring(0, end)));
          pending.delete(0, end);
        }
      }
    }

    @Override
    public void flush() {
      synchronized (lock) {
        target.write(SecretMask.BY_FORM.mask(pending.toString()));
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
