package io.github.logconfig.arrival;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Result of counting the log records of an environment.
 *
 * @param counts the records that were seen
 * @param end the end of the time range, by the clock of the service
 * @param incomplete why records may be missing; empty if all records were read that the token may
 *     read
 * @since 0.1.0
 */
public record LogSearch(List<LogCount> counts, Instant end, Optional<UnknownCause> incomplete) {

  /** Copies the counts. */
  public LogSearch {
    counts = List.copyOf(counts);
  }

  /** Returns a search without a result. */
  public static LogSearch failed(Instant end, UnknownCause cause) {
    return new LogSearch(List.of(), end, Optional.of(cause));
  }
}
