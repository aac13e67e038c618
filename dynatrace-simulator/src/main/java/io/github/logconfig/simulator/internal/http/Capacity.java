package io.github.logconfig.simulator.internal.http;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How much the service takes on at once and how long it takes: so many requests are worked on, so
 * many wait for at most ten seconds, and any more are turned away with 429.
 */
public final class Capacity {

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final Semaphore workers;
  private final int queueLength;
  private final AtomicInteger queued = new AtomicInteger();
  private final Duration latency;
  private final long jitterMillis;
  private final SplittableRandom random;

  /**
   * @param threads how many requests are worked on at once
   * @param queueLength how many more may wait
   * @param jitter the most that is added to the latency, by chance from the seed
   */
  public Capacity(int threads, int queueLength, Duration latency, Duration jitter, long seed) {
    this.workers = new Semaphore(threads, true);
    this.queueLength = queueLength;
    this.latency = latency;
    this.jitterMillis = jitter.toMillis();
    this.random = new SplittableRandom(seed);
  }

  <T> T work(Supplier<T> task) {
    if (!workers.tryAcquire()) {
      awaitTurn();
    }
    try {
      pause();
      return task.get();
    } finally {
      workers.release();
    }
  }

  private void awaitTurn() {
    if (queued.incrementAndGet() > queueLength) {
      queued.decrementAndGet();
      throw tooMany();
    }
    try {
      if (!workers.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw tooMany();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooMany();
    } finally {
      queued.decrementAndGet();
    }
  }

  private void pause() {
    long millis = latency.toMillis() + jitter();
    if (millis > 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long jitter() {
    if (jitterMillis == 0) {
      return 0;
    }
    synchronized (random) {
      return random.nextLong(jitterMillis + 1);
    }
  }

  private static ApiFailure tooMany() {
    return new ApiFailure(429, "Too many requests.");
  }
}
