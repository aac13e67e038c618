package io.github.logconfig.rule;

import io.github.logconfig.model.EntityId;
import java.util.Set;

/**
 * A host with rules in its own scope, and its relations.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param id the id of the host
 * @param hostGroups the host group of the host; empty if it has none
 * @param kubernetesClusters the Kubernetes cluster of which the host is a node; empty if there is
 *     none
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
