package io.github.logconfig.reconcile;

import io.github.logconfig.model.EnvironmentName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What applying came to.
 *
 * @param clusters one report per cluster, in the order of the desired state
 * @param orphans one report per orphan
 * @param environments why environments that no cluster reports to were left alone: they could not
 *     be read, or we have rules there and the desired state is empty
 * @param broken what of the desired state could not be read
 * @since 0.1.0
 */
public record ApplyReport(
    List<ClusterReport> clusters,
    List<OrphanReport> orphans,
    Map<EnvironmentName, Failure> environments,
    List<BrokenCluster> broken) {

  /**
   * Copies the reports.
   *
   * @param clusters as told above
   * @param orphans as told above
   * @param environments as told above
   * @param broken as told above
   */
  public ApplyReport {
    clusters = List.copyOf(clusters);
    orphans = List.copyOf(orphans);
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    broken = List.copyOf(broken);
  }

  /**
   * A report about nothing but clusters.
   *
   * @param clusters as told above
   */
  public ApplyReport(List<ClusterReport> clusters) {
    this(clusters, List.of(), Map.of(), List.of());
  }

  /**
   * Whether everything is as desired now. Orphans that nobody asked to remove may be there.
   *
   * @return true if no cluster, no orphan and no environment has a failure, and nothing is broken
   */
  public boolean isSuccess() {
    return clusters.stream().allMatch(cluster -> cluster.failure().isEmpty())
        && orphans.stream().allMatch(orphan -> orphan.failure().isEmpty())
        && environments.isEmpty()
        && broken.isEmpty();
  }

  /**
   * All that went wrong, clusters first.
   *
   * @return the failures; empty if and only if the run was a {@linkplain #isSuccess success}
   */
  public List<Failure> failures() {
    Stream<Failure> ofClusters = clusters.stream().flatMap(cluster -> cluster.failure().stream());
    Stream<Failure> ofOthers =
        Stream.concat(
            orphans.stream().flatMap(orphan -> orphan.failure().stream()),
            environments.values().stream());
    return Stream.concat(
            Stream.concat(ofClusters, ofOthers),
            broken.stream()
                .filter(part -> part.cluster().isEmpty())
                .map(part -> new Failure(FailureKind.DESIRED_STATE, part.message())))
        .toList();
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
