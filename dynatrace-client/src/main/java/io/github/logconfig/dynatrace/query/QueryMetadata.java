package io.github.logconfig.dynatrace.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a query has read, and what it has left out.
 *
 * @param queryId the id of the query, for the support of the service; empty if unknown
 * @param canonicalQuery the query as the service has understood it; empty if unknown
 * @param start the start of the time range; empty if unknown
 * @param end the end of the time range; empty if unknown
 * @param scannedBytes the charged bytes; empty if unknown
 * @param scannedRecords the records that were read; empty if unknown
 * @param sampled whether only a part of the records was read; empty if unknown
 * @param notifications what the service has to say about the result
 * @param buckets the buckets that were read; empty if unknown
 * @param executionTime how long the query took; empty if unknown
 * @since 0.1.0
 */
public record QueryMetadata(
    Optional<String> queryId,
    Optional<String> canonicalQuery,
    Optional<Instant> start,
    Optional<Instant> end,
    OptionalLong scannedBytes,
    OptionalLong scannedRecords,
    Optional<Boolean> sampled,
    List<Notification> notifications,
    List<Bucket> buckets,
    Optional<Duration> executionTime) {

  /** Copies the lists. */
  public QueryMetadata {
    notifications = List.copyOf(notifications);
    buckets = List.copyOf(buckets);
  }

  /**
   * Returns whether the result is known to contain all records that the caller may read: it is not
   * sampled, and no notification is a warning or an error.
   *
   * @return false if anything may be missing
   */
  public boolean isComplete() {
    return sampled.equals(Optional.of(false))
        && notifications.stream().allMatch(it -> it.severity() == Notification.Severity.INFO);
  }

  /**
   * A message of the service about a result.
   *
   * @param severity how important it is
   * @param type for example {@code SCAN_LIMIT_GBYTES}; empty if unknown
   * @param message the message; may be empty
   */
  public record Notification(Severity severity, String type, String message) {

    /** The severity of a notification. */
    public enum Severity {
      /** The result is complete. */
      INFO,
      /** The result may be incomplete. */
      WARN,
      /** The result is incomplete. */
      ERROR,
      /** A severity that this version does not know. */
      UNKNOWN
    }
  }

  /**
   * A bucket that a query has read.
   *
   * @param name the name of the bucket
   * @param table for example {@code logs}; empty if unknown
   * @param scannedBytes the bytes that were read; empty if unknown
   */
  public record Bucket(String name, String table, OptionalLong scannedBytes) {}
}
