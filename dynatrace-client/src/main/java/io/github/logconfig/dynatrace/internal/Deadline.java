package io.github.logconfig.dynatrace.internal;

import java.time.Duration;

/** The moment at which an operation, with all its attempts and pauses, has to have ended. */
public final class Deadline {

  private final Timing timing;
  private final long endNanos;

  private Deadline(Timing timing, long endNanos) {
    this.timing = timing;
    this.endNanos = endNanos;
  }

  static Deadline in(Duration total, Timing timing) {
    return new Deadline(timing, timing.nanoTime() + total.toNanos());
  }

  /** What is left of it; zero if it has passed. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - timing.nanoTime()));
  }
}
