package io.github.logconfig.dynatrace.internal.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Everything about time and chance, in one place, so that tests can wait without waiting. */
public interface Timing {

  /** The real thing. */
  Timing SYSTEM =
      new Timing() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          Thread.sleep(pause.toMillis());
        }

        @Override
        public void keepPace(Duration wait) throws InterruptedException {
          long end = System.nanoTime() + wait.toNanos();
          // finer than a sleep, which counts in milliseconds
          for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
            LockSupport.parkNanos(this, left);
          }
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** A clock that never jumps. */
  long nanoTime();

  /** The wall clock. */
  Instant now();

  /** Waits after an attempt that failed. */
  void sleep(Duration pause) throws InterruptedException;

  /** Waits before a request, so that it does not follow the one before too soon. */
  void keepPace(Duration wait) throws InterruptedException;

  /** A number from 0 to below 1. */
  double random();
}
