package io.github.logconfig.arrival;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.NamespaceName;

/**
 * What is known about workloads, for example from the API server of a cluster. Only a namespace
 * with a workload that is known to run can be {@link ArrivalVerdict#MISSING}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WorkloadEvidence {

  /** Nothing is known. */
  WorkloadEvidence NONE = (cluster, namespace) -> false;

  /**
   * Returns whether pods of the namespace are known to run, and to have run for some minutes. False
   * if this is not known.
   */
  boolean writes(ClusterName cluster, NamespaceName namespace);
}
