package io.github.logconfig.dynatrace.internal.retry;

import java.time.Duration;

/**
 * How long to wait before another attempt: exponentially growing, with full jitter.
 *
 * @param maxAttempts attempts of one operation, the first included
 * @param initialDelay the longest pause after the first attempt
 * @param maxDelay the longest pause ever
 * @param maxRetryAfter the longest that the service can make us wait
 */
public record Backoff(
    int maxAttempts, Duration initialDelay, Duration maxDelay, Duration maxRetryAfter) {

  private static final int MAX_DOUBLINGS = 30;

  /** The pause after an attempt that failed. */
  public Duration pause(HttpFailure failure, int attempts, Timing timing) {
    Duration jitter = pause(attempts, timing);
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    if (asked.isZero() || asked.isNegative()) {
      return jitter;
    }
    // a little more than asked, so that not all who were told the same come back at once
    Duration little = Duration.ofNanos((long) (timing.random() * initialDelay.toNanos()));
    return (asked.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : asked).plus(little);
  }

  /** The pause after so many attempts. */
  public Duration pause(int attempts, Timing timing) {
    int doublings = Math.min(attempts - 1, MAX_DOUBLINGS);
    double ceiling =
        Math.min((double) maxDelay.toNanos(), initialDelay.toNanos() * Math.pow(2, doublings));
    return Duration.ofNanos((long) (timing.random() * ceiling));
  }
}
