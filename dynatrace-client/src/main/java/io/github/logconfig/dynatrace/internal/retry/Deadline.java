package io.github.logconfig.dynatrace.internal.retry;

import java.time.Duration;

/**
 * The time by which an operation, with all its attempts and pauses, has to end. It can be suspended
 * while the client does nothing. Not thread-safe: used by the thread that runs the operation.
 */
public final class Deadline {

  private final Timing timing;
  private final Duration total;
  private long endNanos;
  private long suspendedNanos;

  private Deadline(Timing timing, Duration total) {
    this.timing = timing;
    this.total = total;
    this.endNanos = timing.nanoTime() + total.toNanos();
  }

  public static Deadline in(Duration total, Timing timing) {
    return new Deadline(timing, total);
  }

  /** Returns the time that is left; zero if the deadline has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - timing.nanoTime()));
  }

  /** Returns how long the operation may take. */
  public Duration total() {
    return total;
  }

  /** Stops counting time. */
  public void suspend() {
    suspendedNanos = timing.nanoTime();
  }

  /** Counts time again. */
  public void resume() {
    endNanos += timing.nanoTime() - suspendedNanos;
  }
}
