package io.github.logconfig.dynatrace.internal.http;

import java.time.Duration;

/**
 * How many requests per second the service has taken in lately. They are counted by when they
 * departed, so that slow answers do not distort it. Not thread-safe.
 */
final class AdmittedRate {

  private static final double SECOND = 1e9;

  /** The rate is measured over one to two of these. */
  private static final long HALF_WINDOW = Duration.ofMillis(500).toNanos();

  /** At a slow pace, so many requests make half a window: fewer would tell no rate. */
  private static final int LEAST = 5;

  /** What was admitted in less time than this says nothing of a rate. */
  private static final long SHORTEST = Duration.ofMillis(100).toNanos();

  /** That nothing was admitted says something only after a longer time. */
  private static final long SILENCE = Duration.ofMillis(250).toNanos();

  private long newerBegin;
  private int newer;
  private long olderBegin;
  private int older;

  AdmittedRate(long now) {
    restart(now);
  }

  /** Forgets what was counted. */
  void restart(long now) {
    older = 0;
    newer = 0;
    olderBegin = now;
    newerBegin = now;
  }

  /**
   * Counts a request.
   *
   * @param interval between requests at the present pace; 0 if there is none
   */
  void count(long departed, long interval) {
    rotate(departed, interval);
    if (departed - newerBegin >= 0) {
      newer++;
    } else if (departed - olderBegin >= 0) {
      older++;
    }
  }

  /** Moves the window, if its newer half is full. */
  void rotate(long departed, long interval) {
    if (departed - newerBegin > Math.max(HALF_WINDOW, LEAST * interval)) {
      older = newer;
      olderBegin = newerBegin;
      newer = 0;
      newerBegin = departed;
    }
  }

  /** The rate up to a request; a few requests of the first moment count as those of 100 ms. */
  double until(long departed) {
    return (older + newer) * SECOND / Math.max(SHORTEST, departed - olderBegin);
  }

  /** Whether it is too early to tell a rate. */
  boolean isEarly(long departed) {
    return departed - tellsFrom() < 0;
  }

  /** When a rate can be told, at the earliest. */
  long tellsFrom() {
    return olderBegin + (isEmpty() ? SILENCE : SHORTEST);
  }

  boolean isEmpty() {
    return older + newer == 0;
  }
}
