package io.github.logconfig.reconcile.internal.observe;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs two reads at the same time. */
final class ConcurrentReads {

  private ConcurrentReads() {}

  /**
   * Runs one read on a thread of its own and the other on the calling thread. Both have ended when
   * this returns or throws. If the calling thread is interrupted or its read fails, the other read
   * is interrupted.
   */
  static void run(Runnable first, Runnable second) {
    FutureTask<Void> task = new FutureTask<>(first, null);
    Thread thread = new Thread(task, Thread.currentThread().getName() + "-host-groups");
    thread.setDaemon(true);
    thread.start();
    boolean complete = false;
    try {
      second.run();
      complete = !Thread.currentThread().isInterrupted();
    } finally {
      if (!complete) {
        thread.interrupt();
      }
      join(thread);
    }
    rethrowFailure(task);
  }

  private static void join(Thread thread) {
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does not wait: the task has ended. */
  private static void rethrowFailure(FutureTask<Void> ended) {
    try {
      ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a task that has ended cannot be interrupted", e);
    }
  }
}
