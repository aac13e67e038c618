package io.github.logconfig.reconcile.internal.observe;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Runs two reads at the same time. */
final class ConcurrentReads {

  private ConcurrentReads() {}

  /**
   * Runs one read on a thread of its own and the other on the calling thread. Both have ended when
   * this returns or throws. If the calling thread is interrupted or its read fails, the other read
   * is interrupted.
   *
   * @return the result of the read on the calling thread
   */
  static <T> T run(Runnable first, Supplier<T> second) {
    FutureTask<Void> task = new FutureTask<>(first, null);
    Thread thread = new Thread(task, Thread.currentThread().getName() + "-host-groups");
    thread.setDaemon(true);
    thread.start();
    boolean complete = false;
    T result;
    try {
      result = second.get();
      complete = !Thread.currentThread().isInterrupted();
    } finally {
      if (!complete) {
        thread.interrupt();
      }
      join(thread);
    }
    rethrowFailure(task);
    return result;
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
