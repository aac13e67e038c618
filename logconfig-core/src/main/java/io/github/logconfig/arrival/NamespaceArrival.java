package io.github.logconfig.arrival;

import io.github.logconfig.model.NamespaceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on one namespace.
 *
 * @param namespace the namespace
 * @param verdict the verdict
 * @param cause why the verdict is {@link ArrivalVerdict#UNKNOWN}; empty for other verdicts
 * @param records the number of records that were seen; 0 unless the namespace arrives or leaks
 * @param lastSeen when the newest of them was written; empty if there is none
 * @param buckets the buckets that hold them, in natural order
 * @since 0.1.0
 */
public record NamespaceArrival(
    NamespaceName namespace,
    ArrivalVerdict verdict,
    Optional<UnknownCause> cause,
    long records,
    Optional<Instant> lastSeen,
    List<String> buckets) {

  /** Copies the buckets. */
  public NamespaceArrival {
    buckets = List.copyOf(buckets);
  }

  static NamespaceArrival withoutRecords(NamespaceName namespace, ArrivalVerdict verdict) {
    return new NamespaceArrival(
        namespace, verdict, Optional.empty(), 0, Optional.empty(), List.of());
  }

  /** Returns the verdict on a namespace of which nothing is known. */
  public static NamespaceArrival unknown(NamespaceName namespace, UnknownCause cause) {
    return new NamespaceArrival(
        namespace, ArrivalVerdict.UNKNOWN, Optional.of(cause), 0, Optional.empty(), List.of());
  }
}
