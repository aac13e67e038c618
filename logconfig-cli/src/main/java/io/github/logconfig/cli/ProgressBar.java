package io.github.logconfig.cli;

import io.github.logconfig.reconcile.RunProgress;
import java.io.PrintWriter;

/**
 * One line on a terminal that tells how far a run over a fleet is, and is gone when the run has
 * ended. Thread-safe.
 */
final class ProgressBar implements RunProgress, AutoCloseable {

  private static final int WIDTH = 30;
  private static final long BETWEEN_NANOS = 50_000_000;

  private final PrintWriter terminal;
  private long lastShown;
  private boolean shown;

  ProgressBar(PrintWriter terminal) {
    this.terminal = terminal;
    this.lastShown = System.nanoTime() - BETWEEN_NANOS;
  }

  @Override
  public synchronized void onProgress(Phase phase, int done, int total) {
    long now = System.nanoTime();
    if (total < 2 || (now - lastShown < BETWEEN_NANOS && done < total)) {
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
