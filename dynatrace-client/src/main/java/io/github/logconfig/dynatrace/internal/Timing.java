package io.github.logconfig.dynatrace.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

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
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** A clock that never jumps. */
  long nanoTime();

  /** The wall clock. */
  Instant now();

  /** Waits. */
  void sleep(Duration pause) throws InterruptedException;

  /** A number from 0 to below 1. */
  double random();
}
