package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The clock of the service, according to the {@code Date} of its responses. Between responses it
 * advances by the monotonic clock, so that it does not depend on the wall clock of this machine.
 */
final class ServerClock {

  /** A date in a header is truncated to seconds: by half a second on average. */
  private static final Duration TRUNCATED = Duration.ofMillis(500);

  private final Timing timing;
  private volatile @Nullable Reading newest;

  ServerClock(Timing timing) {
    this.timing = timing;
  }

  private record Reading(Instant time, long nanos) {}

  /** Reads the headers of a response, unless a cache has stored it ({@code Age}). */
  void read(Headers headers) {
    Date date = headers.getDate("Date");
    if (date != null && headers.get("Age") == null) {
      newest = new Reading(date.toInstant().plus(TRUNCATED), timing.nanoTime());
    }
  }

  Optional<Instant> now() {
    Reading reading = newest;
    return reading == null
        ? Optional.empty()
        : Optional.of(reading.time().plusNanos(timing.nanoTime() - reading.nanos()));
  }
}
