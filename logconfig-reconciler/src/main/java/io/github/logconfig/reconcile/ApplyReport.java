package io.github.logconfig.reconcile;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Result of an apply run.
 *
 * @param clusters one report per cluster, in the order of the desired state
 * @param orphans one report per orphan
 * @param environments why environments without clusters were left alone: they could not be read, or
 *     they hold managed rules and the desired state is empty
 * @param problems what is wrong with the source of the desired state, except what is reported as
 *     the failure of a cluster
 * @since 0.1.0
 */
public record ApplyReport(
    List<ClusterReport> clusters,
    List<OrphanReport> orphans,
    Map<EnvironmentName, Failure> environments,
    List<Problem> problems) {

  /** Copies the collections. */
  public ApplyReport {
    clusters = List.copyOf(clusters);
    orphans = List.copyOf(orphans);
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    problems = List.copyOf(problems);
  }

  /** Creates a report of clusters only. */
  public ApplyReport(List<ClusterReport> clusters) {
    this(clusters, List.of(), Map.of(), List.of());
  }

  /** Whether everything is as desired now; orphans that are not to be removed may be there. */
  public boolean isSuccess() {
    return failures().isEmpty();
  }

  /** Returns all failures, those of clusters first. */
  public List<Failure> failures() {
    List<Failure> all = new ArrayList<>();
    clusters.forEach(cluster -> cluster.failure().ifPresent(all::add));
    orphans.forEach(orphan -> orphan.failure().ifPresent(all::add));
    all.addAll(environments.values());
    problems.forEach(problem -> all.add(Failure.of(problem)));
    return all;
  }

  /** Returns the number of clusters for every outcome, including 0. */
  public Map<Outcome, Integer> summary() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    clusters.forEach(cluster -> counts.merge(cluster.outcome(), 1, Integer::sum));
    return counts;
  }
}
