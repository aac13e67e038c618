package io.github.logconfig.cli.view;

import io.github.logconfig.dynatrace.connection.RequestEvent;
import io.github.logconfig.model.Environment;
import io.github.logconfig.reconcile.RunProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Shows the progress of a run, and after five seconds without any what the run is waiting for.
 *
 * <p>On a terminal both are one line that is updated, and removed at the end. Elsewhere only
 * waiting is reported, by one line a minute for each thing that the run waits for.
 *
 * <p><b>Thread safety:</b> thread-safe. Starts a daemon thread, which ends with {@link #close}.
 */
public final class Progress implements RunProgress, AutoCloseable {

  private static final int WIDTH = 30;
  private static final long MIN_INTERVAL_NANOS = 50_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long PATIENCE_NANOS = 5 * SECOND_NANOS;
  private static final long REPEAT_NANOS = 60 * SECOND_NANOS;
  private static final int LOWEST_ERROR = 400;

  /** Whether this process has reported nothing yet, so that its start counts as waiting. */
  private static final AtomicBoolean STARTING = new AtomicBoolean();

  private final PrintWriter err;
  private final boolean isTerminal;
  private final Thread clock = new Thread(this::watch, "progress");

  /** The last attempt of each environment that has failed since its last success. */
  private final Map<String, String> failing = new TreeMap<>();

  private String activity;
  private final long begin = System.nanoTime();
  private volatile long lastProgress = begin;
  private long lastShown = lastProgress - MIN_INTERVAL_NANOS;
  private long lastReported = lastProgress - REPEAT_NANOS;
  private boolean shown;
  private boolean hidden;
  private boolean closed;

  /**
   * Starts to watch.
   *
   * @param err standard error
   * @param isTerminal whether it is a terminal
   * @param activity what the run waits for first, for example {@code the desired state}
   */
  public Progress(PrintWriter err, boolean isTerminal, String activity) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.activity = activity;
    clock.setDaemon(true);
    clock.start();
  }

  /** Returns for example {@code a response of staging, production}. */
  public static String responseOf(Collection<Environment> environments) {
    return "a response of "
        + environments.stream()
            .map(environment -> environment.name().value())
            .collect(Collectors.joining(", "));
  }

  /** Names what the run waits for from now on, and shows progress again if it was hidden. */
  public synchronized void waitFor(String next) {
    activity = next;
    failing.clear();
    progressed();
    // a new wait is reported after five seconds, however long ago the last one was
    lastReported = lastProgress - REPEAT_NANOS;
    hidden = false;
  }

  /**
   * Like {@link #waitFor}, but the time of waiting goes on: the end of what was done before is not
   * visible.
   */
  public synchronized void goOnWith(String next) {
    activity = next;
    hidden = false;
    notifyAll(); // the clock sleeps longer while progress is hidden
  }

  /** Names more exactly what the run waits for; the time of waiting goes on. */
  public synchronized void refine(String next) {
    activity = next;
  }

  /** Records an attempt to send a request to an environment. */
  public synchronized void onRequest(String environment, RequestEvent event) {
    if (event.status().orElse(LOWEST_ERROR) < LOWEST_ERROR) {
      failing.remove(environment);
      progressed();
    } else {
      failing.put(
          environment,
          "%s: attempt %d of %s failed, %s"
              .formatted(
                  environment,
                  event.attempt(),
                  event.request(),
                  event.status().isPresent()
                      ? "status " + event.status().getAsInt()
                      : "no response"));
    }
  }

  @Override
  public synchronized void onProgress(Phase phase, int done, int total) {
    progressed();
    long now = System.nanoTime();
    if (!isTerminal || total < 2 || (now - lastShown < MIN_INTERVAL_NANOS && done < total)) {
      return;
    }
    int filled = WIDTH * done / total;
    show(
        "%s [%s%s] %d/%d %s"
            .formatted(
                phase == Phase.READING ? "Reading" : "Applying",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                done,
                total,
                phase == Phase.READING ? "environments" : "clusters"));
  }

  private void progressed() {
    lastProgress = System.nanoTime();
  }

  private void show(String line) {
    lastShown = System.nanoTime();
    shown = true;
    err.print("\r\u001B[K" + line);
    err.flush();
  }

  /** Counts the start of this process, which may be slow, as waiting of its first run. */
  public static void countStart() {
    STARTING.set(true);
  }

  private static long nanosSinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).toNanos())
        .filter(nanos -> nanos > 0 && nanos < REPEAT_NANOS)
        .orElse(0L);
  }

  private void watch() {
    long start = STARTING.get() ? System.nanoTime() - nanosSinceStart() : lastProgress;
    watchSince(start);
  }

  private synchronized void watchSince(long start) {
    lastProgress = lastProgress == begin ? start : lastProgress;
    try {
      while (!closed) {
        long now = System.nanoTime();
        long missing = lastProgress + PATIENCE_NANOS - now;
        if (hidden || missing > 0) {
          wait(1 + (hidden ? SECOND_NANOS : Math.min(missing, SECOND_NANOS)) / 1_000_000);
          continue;
        }
        STARTING.set(false);
        String waiting =
            String.format(
                Locale.ROOT,
                "Waiting for %s, %d s",
                failing.isEmpty() ? activity : String.join("; ", failing.values()),
                (now - lastProgress) / SECOND_NANOS);
        if (isTerminal) {
          show(SafeText.line(waiting));
        } else if (now - lastReported >= REPEAT_NANOS) {
          lastReported = now;
          err.println("logconfig: " + SafeText.line(waiting));
        }
        wait(SECOND_NANOS / 1_000_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes the line from the terminal until {@link #waitFor}. */
  public synchronized void hide() {
    hidden = true;
    if (shown) {
      err.print("\r\u001B[K");
      err.flush();
      shown = false;
    }
  }

  @Override
  public synchronized void close() {
    hide();
    closed = true;
    notifyAll();
  }
}
