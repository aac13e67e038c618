package io.github.logconfig.cli.view;

import io.github.logconfig.reconcile.RunProgress;
import java.io.PrintWriter;

/**
 * Shows the progress of a run on one line of a terminal, and removes it at the end. Thread-safe.
 */
public final class ProgressBar implements RunProgress, AutoCloseable {

  private static final int WIDTH = 30;
  private static final long MIN_INTERVAL_NANOS = 50_000_000;

  private final PrintWriter terminal;
  private long lastShown;
  private boolean shown;

  /** Creates a bar that is shown with the first progress. */
  public ProgressBar(PrintWriter terminal) {
    this.terminal = terminal;
    this.lastShown = System.nanoTime() - MIN_INTERVAL_NANOS;
  }

  @Override
  public synchronized void onProgress(Phase phase, int done, int total) {
    long now = System.nanoTime();
    if (total < 2 || (now - lastShown < MIN_INTERVAL_NANOS && done < total)) {
      return;
    }
    lastShown = now;
    shown = true;
    int filled = WIDTH * done / total;
    terminal.print(
        "\r\u001B[K%s [%s%s] %d/%d %s"
            .formatted(
                phase == Phase.READING ? "Reading" : "Applying",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                done,
                total,
                phase == Phase.READING ? "environments" : "clusters"));
    terminal.flush();
  }

  @Override
  public synchronized void close() {
    if (shown) {
      terminal.print("\r\u001B[K");
      terminal.flush();
      shown = false;
    }
  }
}
