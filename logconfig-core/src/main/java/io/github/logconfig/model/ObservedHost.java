package io.github.logconfig.model;

import java.util.Set;

/**
 * A host that has rules of its own, and where it belongs.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param id the id of the host
 * @param hostGroups its host group; empty if it has none
 * @param kubernetesClusters the Kubernetes cluster that it is a node of; empty if there is none
 * @since 0.1.0
 */
public record ObservedHost(
    EntityId id, Set<EntityId> hostGroups, Set<EntityId> kubernetesClusters) {

  /** Copies the sets. */
  public ObservedHost {
    hostGroups = Set.copyOf(hostGroups);
    kubernetesClusters = Set.copyOf(kubernetesClusters);
  }
}
