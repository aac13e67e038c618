package io.github.logconfig.reconcile.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that do the work of one run. When the thread that waits for them is interrupted, work
 * that has not begun is left undone; work that has begun is finished if it writes, so that a write
 * is never cut off in the middle, and stopped if it only reads.
 */
public final class Workers implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ExecutorService threads;
  private final Purpose purpose;
  private final AtomicBoolean cancelled;

  /** What the work does. */
  public enum Purpose {
    READING,
    WRITING
  }

  /**
   * @param cancelled set when the waiting thread is interrupted; shared by all workers of a run
   */
  public Workers(int count, Purpose purpose, AtomicBoolean cancelled) {
    this.purpose = purpose;
    this.cancelled = cancelled;
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "logconfig-worker-" + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Whether nothing new may be begun. */
  public boolean isCancelled() {
    return cancelled.get();
  }

  /**
   * Does some work side by side, and returns when all of it is done or left undone; does none if
   * the caller is interrupted already. If it is interrupted meanwhile, it still is when this
   * returns.
   */
  public void doAll(Collection<Runnable> work) {
    if (Thread.currentThread().isInterrupted()) {
      cancelled.set(true);
    }
    List<Future<?>> running = new ArrayList<>();
    for (Runnable task : work) {
      running.add(
          threads.submit(
              () -> {
                if (!cancelled.get()) {
                  task.run();
                }
              }));
    }
    boolean interrupted = false;
    for (Future<?> task : running) {
      interrupted |= await(task, running);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a task to end, and tells whether the caller was interrupted while it did. */
  private boolean await(Future<?> task, List<Future<?>> running) {
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        return interrupted;
      } catch (InterruptedException e) {
        cancelled.set(true);
        interrupted = true;
        if (purpose == Purpose.READING) {
          running.forEach(other -> other.cancel(true));
        }
      } catch (CancellationException e) {
        return interrupted;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
