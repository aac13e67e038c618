package io.github.logconfig.rule;

import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.KubernetesClusterUid;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * A Kubernetes cluster in Dynatrace.
 *
 * <p>The label does not identify the cluster: Dynatrace takes it from the DynaKube, where it is
 * {@code dynakube} in most installations.
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
   * Returns the host groups of the hosts of the cluster; empty if the topology was not read. The
   * set is empty if no known host belongs to a host group.
   */
  Optional<Set<EntityId>> hostGroups();

  /**
   * Returns whether a known host of the cluster belongs to no host group; false if the topology was
   * not read.
   */
  @Value.Default
  default boolean hasHostsWithoutGroup() {
    return false;
  }

  /** Returns whether the topology was read and a host of the cluster is known. */
  default boolean hasKnownHosts() {
    return hasHostsWithoutGroup() || hostGroups().filter(groups -> !groups.isEmpty()).isPresent();
  }

  /** Returns a builder; {@code id} is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds {@link ObservedKubernetesCluster}s. Not thread-safe. */
  final class Builder extends ImmutableObservedKubernetesCluster.Builder {
    Builder() {}
  }
}
