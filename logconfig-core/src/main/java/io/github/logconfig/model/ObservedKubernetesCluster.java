package io.github.logconfig.model;

import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * A Kubernetes cluster as Dynatrace knows it.
 *
 * <p>Its label does not identify it: Dynatrace takes it from the DynaKube, where it is {@code
 * dynakube} in most installations.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface ObservedKubernetesCluster {

  /** Returns the id of the entity, for example {@code KUBERNETES_CLUSTER-0123456789ABCDEF}. */
  EntityId id();

  /** Returns the display name; empty if Dynatrace has no connection settings for the cluster. */
  Optional<String> label();

  /** Returns the UID; empty if Dynatrace does not know it. */
  Optional<KubernetesClusterUid> uid();

  /**
   * Returns the host groups of the cluster's hosts; empty if they were not read. The set is empty
   * if none of the hosts that Dynatrace has seen belongs to a host group.
   */
  Optional<Set<EntityId>> hostGroups();

  /** Starts a new cluster; {@code id} is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds {@link ObservedKubernetesCluster}s. Not thread-safe. */
  final class Builder extends ImmutableObservedKubernetesCluster.Builder {
    Builder() {}
  }
}
