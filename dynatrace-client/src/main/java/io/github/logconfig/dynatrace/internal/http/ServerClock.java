package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Headers;
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
  void hear(Headers headers) {
    Date date = headers.getDate("Date");
    if (date != null && headers.get("Age") == null) {
      newest = new Reading(date.toInstant().plus(LEFT_OUT), timing.nanoTime());
    }
  }

  Optional<Instant> now() {
    Reading reading = newest;
    return reading == null
        ? Optional.empty()
        : Optional.of(reading.time().plusNanos(timing.nanoTime() - reading.nanos()));
  }
}
