package io.github.logconfig.dynatrace;

import java.time.Duration;

/** Validates timeouts. */
final class Timeouts {

  private static final Duration LONGEST = Duration.ofDays(1);

  private Timeouts() {}

  static Duration requirePositive(String what, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new InvalidArgumentException(what, duration.toString(), "more than zero");
    }
    return requireBounded(what, duration);
  }

  static Duration requireBounded(String what, Duration duration) {
    if (duration.compareTo(LONGEST) > 0) {
      throw new InvalidArgumentException(what, duration.toString(), "at most one day");
    }
    return duration;
  }
}
