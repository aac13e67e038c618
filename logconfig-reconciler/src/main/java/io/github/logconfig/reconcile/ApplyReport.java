package io.github.logconfig.reconcile;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What applying came to.
 *
 * @param clusters one report per cluster, in the order of the desired state
 * @since 0.1.0
 */
public record ApplyReport(List<ClusterReport> clusters) {

  /**
   * Copies the reports.
   *
   * @param clusters as told above
   */
  public ApplyReport {
    clusters = List.copyOf(clusters);
  }

  /**
   * Whether everything is as desired now.
   *
   * @return true if no cluster has a failure
   */
  public boolean isSuccess() {
    return clusters.stream().allMatch(cluster -> cluster.failure().isEmpty());
  }

  /**
   * How many clusters had which outcome.
   *
   * @return a count for every outcome, also for those that no cluster had
   */
  public Map<Outcome, Integer> summary() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    clusters.forEach(cluster -> counts.merge(cluster.outcome(), 1, Integer::sum));
    return counts;
  }
}
