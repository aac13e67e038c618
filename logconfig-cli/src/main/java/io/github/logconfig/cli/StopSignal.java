package io.github.logconfig.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Makes a clean stop of the signals that end a process (SIGTERM, SIGINT): what is under way is told
 * to stop, finishes, and decides on the exit status, which would otherwise tell of the signal only.
 */
final class StopSignal {

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile int exitCode;

  private StopSignal(Runnable stop) {
    hook = new Thread(() -> end(stop), "logconfig-stop");
  }

  /**
   * Begins to listen.
   *
   * @param stop runs when the process is to end, on a thread of its own
   */
  static StopSignal listen(Runnable stop) {
    StopSignal signal = new StopSignal(stop);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void end(Runnable stop) {
    stop.run();
    boolean waiting = true;
    while (waiting) {
      try {
        done.await();
        waiting = false;
      } catch (InterruptedException e) {
        // nobody interrupts this thread for a reason
      }
    }
    Runtime.getRuntime().halt(exitCode);
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
