package io.github.logconfig.reconcile.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Pauses the calling thread; tests replace it. */
@FunctionalInterface
public interface Pause {

  /** Sleeps. */
  Pause SLEEP = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  void await(Duration duration) throws InterruptedException;
}
