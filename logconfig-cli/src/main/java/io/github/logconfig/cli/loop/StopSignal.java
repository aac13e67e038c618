package io.github.logconfig.cli.loop;

import io.github.logconfig.cli.ExitCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops work in progress on SIGTERM and SIGINT. Work that ends within the grace period decides on
 * the exit code; otherwise the process ends with exit code 1.
 */
public final class StopSignal {

  /** Default grace period; rendered manifests grant 60 seconds. */
  public static final Duration GRACE = Duration.ofSeconds(50);

  private static final long NOTE_MILLIS = 1_000;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile int exitCode;

  private StopSignal(Runnable stop, Duration grace, Runnable abandoned) {
    hook = new Thread(() -> end(stop, grace, abandoned), "logconfig-stop");
  }

  /**
   * Starts to handle signals.
   *
   * @param stop stops the work in progress; runs on another thread
   * @param grace time for the work in progress to end
   * @param err gets a line if it takes longer
   */
  public static StopSignal listen(Runnable stop, Duration grace, PrintWriter err) {
    StopSignal signal =
        new StopSignal(
            stop,
            grace,
            () ->
                err.println(
                    "logconfig: the work in progress did not end within "
                        + grace.toSeconds()
                        + " s after the signal; stopped"));
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void end(Runnable stop, Duration grace, Runnable abandoned) {
    stop.run();
    if (!isDoneWithin(grace)) {
      exitCode = ExitCode.FAILED;
      // standard error may block as well
      Thread note = new Thread(abandoned, "logconfig-stop-note");
      note.setDaemon(true);
      note.start();
      try {
        note.join(NOTE_MILLIS);
      } catch (InterruptedException e) {
        // the process ends anyway
      }
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private boolean isDoneWithin(Duration grace) {
    long end = System.nanoTime() + grace.toNanos();
    while (true) {
      try {
        return done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // this thread ends with the process only
      }
    }
  }

  /** Stops to handle signals: all work is done. After a signal, the process ends now. */
  public void finished(int code) {
    exitCode = code;
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is shutting down because of a signal
      done.countDown();
    }
  }
}
