package io.github.logconfig.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the signals that end a process (SIGTERM, SIGINT) into a clean stop: work in progress is
 * told to stop, finishes, and decides on the exit status. Work that does not finish within the
 * grace period is abandoned.
 */
final class StopSignal {

  /** Shorter than the 60 seconds that the rendered manifests grant. */
  static final Duration GRACE = Duration.ofSeconds(50);

  private static final long NOTE_MILLIS = 1_000;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile int exitCode;

  private StopSignal(Runnable stop, Duration grace, Runnable abandoned) {
    hook = new Thread(() -> end(stop, grace, abandoned), "logconfig-stop");
  }

  /**
   * Begins to listen.
   *
   * @param stop runs when the process is to end, on a thread of its own
   * @param grace how long work in progress may take to end
   * @param notes gets a line if it takes longer
   */
  static StopSignal listen(Runnable stop, Duration grace, PrintWriter notes) {
    StopSignal signal =
        new StopSignal(
            stop,
            grace,
            () ->
                notes.println(
                    "logconfig: stopped by a signal before the work in progress ended, "
                        + grace.toSeconds()
                        + " s after it was told to stop"));
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void end(Runnable stop, Duration grace, Runnable abandoned) {
    stop.run();
    if (!isDoneWithin(grace)) {
      exitCode = ExitCode.FAILED;
      // whatever hangs may also keep standard error
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
        // nobody interrupts this thread for a reason
      }
    }
  }

  /** Ends the listening: all is done and reported. If a signal has come, the process ends now. */
  void finished(int code) {
    exitCode = code;
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // a signal has come
      done.countDown();
    }
  }
}
