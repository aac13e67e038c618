package io.github.logconfig.reconcile.arrival;

import io.github.logconfig.arrival.WorkloadEvidence;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads which namespaces have running workloads, for example from the API servers of clusters.
 *
 * <p><b>Thread safety:</b> called by worker threads, possibly concurrently for different
 * environments.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WorkloadSource {

  /** Nothing is known of any workload. */
  WorkloadSource NONE = silent -> Workloads.NONE;

  /**
   * Reads the workloads of namespaces. Called after each query that has seen no record of some
   * namespaces.
   *
   * @param silent the namespaces without records, by cluster; a cluster has its UID if the desired
   *     state or Dynatrace has it
   * @return what is known; if the thread is interrupted, nothing is
   */
  Workloads read(Map<DesiredCluster, Set<NamespaceName>> silent);

  /** Returns a source with evidence that is known already. */
  static WorkloadSource of(WorkloadEvidence evidence) {
    return silent -> {
      Map<ClusterName, Set<NamespaceName>> running = new HashMap<>();
      silent.forEach(
          (cluster, namespaces) -> {
            Set<NamespaceName> known = new HashSet<>(namespaces);
            known.removeIf(it -> !evidence.writes(cluster.name(), it));
            running.put(cluster.name(), known);
          });
      return new Workloads(running, Map.of());
    };
  }

  /**
   * What is known of workloads.
   *
   * @param running the namespaces with pods that are known to run, and to have run for some
   *     minutes, by cluster
   * @param unread why nothing, or not everything, is known of clusters
   */
  record Workloads(Map<ClusterName, Set<NamespaceName>> running, Map<ClusterName, String> unread)
      implements WorkloadEvidence {

    /** Nothing is known. */
    public static final Workloads NONE = new Workloads(Map.of(), Map.of());

    /** Copies the maps. */
    public Workloads {
      running = Map.copyOf(running);
      unread = Map.copyOf(unread);
    }

    @Override
    public boolean writes(ClusterName cluster, NamespaceName namespace) {
      return running.getOrDefault(cluster, Set.of()).contains(namespace);
    }
  }
}
