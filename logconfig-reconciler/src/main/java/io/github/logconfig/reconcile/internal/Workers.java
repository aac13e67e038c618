package io.github.logconfig.reconcile.internal;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Worker threads of one run. If the waiting thread is interrupted, work that has not started is
 * skipped. Started work is completed if it writes, so that no write is cut off, and interrupted if
 * it only reads.
 */
public final class Workers implements AutoCloseable {

  /** The failure of work that was skipped. */
  public static final Failure CANCELLED =
      new Failure(FailureKind.CANCELLED, "the run was cancelled before this was done");

  private static final int ENVIRONMENTS_AT_A_TIME = 8;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ExecutorService threads;
  private final Purpose purpose;
  private final AtomicBoolean cancelled;

  /** The purpose of the work. */
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

  /** Does the same for several environments concurrently; they are independent of each other. */
  public static <T> void forEachEnvironment(
      Map<EnvironmentName, T> parts,
      Purpose purpose,
      AtomicBoolean cancelled,
      BiConsumer<EnvironmentName, T> work) {
    List<Runnable> tasks = new ArrayList<>();
    parts.forEach((name, part) -> tasks.add(() -> work.accept(name, part)));
    if (!tasks.isEmpty()) {
      try (Workers workers =
          new Workers(Math.min(tasks.size(), ENVIRONMENTS_AT_A_TIME), purpose, cancelled)) {
        workers.doAll(tasks);
      }
    }
  }

  /** Returns whether no new work may be started. */
  public boolean isCancelled() {
    return cancelled.get();
  }

  /**
   * Runs work concurrently, and returns when all of it is completed or skipped. Runs nothing if the
   * caller is already interrupted. An interrupt of the caller is preserved.
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

  /** Waits for a task, and returns whether the caller was interrupted meanwhile. */
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
