package io.github.logconfig.dynatrace.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service's clock as its answers tell it. Runs on between answers by the clock that never
 * jumps, so that this machine's wall clock has no part in it.
 */
final class ServerClock {
  /**
   * A date in a header leaves out the part of the second that has passed: half of one on average.
   */
  private static final Duration LEFT_OUT = Duration.ofMillis(500);

  private final Timing timing;
  private volatile @Nullable Reading newest;

  ServerClock(Timing timing) {
    this.timing = timing;
  }

  private record Reading(Instant time, long nanos) {}

  /** Takes the headers of an answer; one that a cache had kept ({@code Age}) tells nothing. */
  void hear(@Nullable String date, @Nullable String age) {
    if (date == null || age != null) {
      return;
    }
    try {
      Instant time = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip()));
      newest = new Reading(time.plus(LEFT_OUT), timing.nanoTime());
    } catch (DateTimeException e) {
      // not a date: this answer tells nothing
    }
  }

  Optional<Instant> now() {
    Reading reading = newest;
    return reading == null
        ? Optional.empty()
        : Optional.of(reading.time().plusNanos(timing.nanoTime() - reading.nanos()));
  }
}
