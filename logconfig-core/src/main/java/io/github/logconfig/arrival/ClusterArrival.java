package io.github.logconfig.arrival;

import io.github.logconfig.model.ClusterName;
import java.util.List;

/**
 * The verdicts on the namespaces of one cluster.
 *
 * @param cluster the cluster
 * @param namespaces one verdict for each desired namespace, and for each namespace that should have
 *     stopped unless no record of it was seen, in natural order
 * @since 0.1.0
 */
public record ClusterArrival(ClusterName cluster, List<NamespaceArrival> namespaces) {

  /** Copies the verdicts. */
  public ClusterArrival {
    namespaces = List.copyOf(namespaces);
  }

  /** Returns the number of namespaces with a verdict. */
  public int count(ArrivalVerdict verdict) {
    return (int) namespaces.stream().filter(it -> it.verdict() == verdict).count();
  }
}
