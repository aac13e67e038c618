package io.github.logconfig.dynatrace.internal.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Clocks, pauses and randomness, so that tests can replace them. */
public interface Timing {

  /** The clocks of this machine. */
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
          TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** Returns the monotonic clock. */
  long nanoTime();

  /** Returns the wall clock. */
  Instant now();

  /** Waits before another attempt. */
  void sleep(Duration pause) throws InterruptedException;

  /** Returns a random number from 0 to below 1. */
  double random();
}
