package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.time.Duration;

/** Validates timeouts. */
public final class Timeouts {

  private static final Duration LONGEST = Duration.ofDays(1);

  private Timeouts() {}

  /**
   * Returns the duration.
   *
   * @throws InvalidArgumentException if it is not positive or longer than a day
   */
  public static Duration requirePositive(String what, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new InvalidArgumentException(what, duration.toString(), "more than zero");
    }
    return requireBounded(what, duration);
  }

  /**
   * Returns the duration.
   *
   * @throws InvalidArgumentException if it is longer than a day
   */
  public static Duration requireBounded(String what, Duration duration) {
    if (duration.compareTo(LONGEST) > 0) {
      throw new InvalidArgumentException(what, duration.toString(), "at most one day");
    }
    return duration;
  }
}
