package io.github.logconfig.reconcile.arrival;

import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verdicts on the clusters of one environment, and what they are based on.
 *
 * @param environment the environment
 * @param clusters the verdicts on the selected clusters, in the order of the desired state
 * @param start the start of the time range that was read, by the clock of the service; empty if
 *     there is no result
 * @param end its end
 * @param queries the number of queries that were sent
 * @param scannedBytes the bytes that they have scanned; a query without a result counts with its
 *     scan limit
 * @param unreadWorkloads why the workloads of clusters could not be read; none of their namespaces
 *     is reported as missing without evidence
 * @param failure why the rules or the logs could not be read; empty if they could
 * @since 0.1.0
 */
public record EnvironmentArrival(
    EnvironmentName environment,
    List<ClusterArrival> clusters,
    Optional<Instant> start,
    Optional<Instant> end,
    int queries,
    long scannedBytes,
    Map<ClusterName, String> unreadWorkloads,
    Optional<Failure> failure) {

  /** Copies the collections. */
  public EnvironmentArrival {
    clusters = List.copyOf(clusters);
    unreadWorkloads = Map.copyOf(unreadWorkloads);
  }
}
