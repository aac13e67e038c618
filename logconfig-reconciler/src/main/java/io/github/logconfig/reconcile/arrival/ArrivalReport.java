package io.github.logconfig.reconcile.arrival;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Result of verifying that logs arrive.
 *
 * @param rules the rules when the logs were read, as the changes that are left to do
 * @param environments the verdicts, one entry for each environment with selected clusters
 * @since 0.1.0
 */
public record ArrivalReport(PlanReport rules, List<EnvironmentArrival> environments) {

  /** Copies the environments. */
  public ArrivalReport {
    environments = List.copyOf(environments);
  }

  /** Returns the verdicts on all clusters. */
  public List<ClusterArrival> clusters() {
    return environments.stream().flatMap(it -> it.clusters().stream()).toList();
  }

  /** Returns the number of namespaces with a verdict, each cluster counted for itself. */
  public int count(ArrivalVerdict verdict) {
    return clusters().stream().mapToInt(it -> it.count(verdict)).sum();
  }

  /** Returns the bytes that all queries have scanned, or may have scanned. */
  public long scannedBytes() {
    return environments.stream().mapToLong(EnvironmentArrival::scannedBytes).sum();
  }

  /** Returns why the workloads of clusters could not be read. */
  public Map<ClusterName, String> unreadWorkloads() {
    Map<ClusterName, String> unread = new TreeMap<>();
    environments.forEach(it -> unread.putAll(it.unreadWorkloads()));
    return unread;
  }

  /**
   * Returns why rules or logs could not be read, and which clusters are missing because of a
   * problem of the desired state.
   */
  public List<Failure> failures() {
    List<Failure> all = new ArrayList<>(rules.failures().values());
    environments.forEach(
        it -> it.failure().filter(failure -> !all.contains(failure)).ifPresent(all::add));
    return List.copyOf(all);
  }
}
