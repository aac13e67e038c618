package io.github.logconfig.arrival;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which log records are those of which desired cluster.
 *
 * <p>A cluster is identified by the UID of its desired state. Without one, it is identified by
 * topology: exactly one Kubernetes cluster in Dynatrace has hosts in the host group of the cluster,
 * and no other desired cluster has that host group or that Kubernetes cluster. Display names
 * identify nothing: several clusters can have the same.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ClusterIdentities {

  /** Whether a record is one of a cluster. */
  enum Match {
    NO,
    MAYBE,
    YES
  }

  /** What identifies a cluster in its records. */
  private record Identity(Optional<String> uid, Set<EntityId> entities) {

    boolean isKnown() {
      return uid.isPresent() || !entities.isEmpty();
    }
  }

  private final Map<ClusterName, Identity> identities;
  private final Map<String, ClusterName> byUid = new HashMap<>();
  private final Map<EntityId, ClusterName> byEntity = new HashMap<>();

  private ClusterIdentities(Map<ClusterName, Identity> identities) {
    this.identities = identities;
    identities.forEach(
        (name, identity) -> {
          identity.uid().ifPresent(uid -> byUid.put(uid, name));
          identity.entities().forEach(entity -> byEntity.put(entity, name));
        });
  }

  /**
   * Returns the identities of all desired clusters of an environment.
   *
   * @param desired all desired clusters of the environment
   * @param observed the environment with the host groups of its Kubernetes clusters; a cluster
   *     without a UID is not identified if the topology was not read
   */
  public static ClusterIdentities of(Collection<DesiredCluster> desired, ObservedState observed) {
    List<ObservedKubernetesCluster> entities = observed.kubernetesClusters();
    Map<ClusterName, Identity> identities = new HashMap<>();
    Map<HostGroupName, Integer> sharing = new HashMap<>();
    Map<String, Integer> uids = new HashMap<>();
    for (DesiredCluster cluster : desired) {
      sharing.merge(cluster.hostGroup(), 1, Integer::sum);
      cluster.kubernetesClusterUid().ifPresent(uid -> uids.merge(uid.value(), 1, Integer::sum));
    }
    for (DesiredCluster cluster : desired) {
      Optional<String> uid =
          cluster
              .kubernetesClusterUid()
              .map(KubernetesClusterUid::value)
              .filter(it -> uids.getOrDefault(it, 0) == 1);
      Identity identity = new Identity(Optional.empty(), Set.of());
      if (uid.isPresent()) {
        identity = new Identity(uid, entitiesOf(uid.get(), entities));
      } else if (cluster.kubernetesClusterUid().isEmpty()
          && sharing.getOrDefault(cluster.hostGroup(), 0) == 1) {
        identity =
            byTopology(cluster, observed)
                .filter(it -> it.uid().map(id -> !uids.containsKey(id.value())).orElse(true))
                .map(it -> new Identity(it.uid().map(KubernetesClusterUid::value), Set.of(it.id())))
                .orElse(identity);
      }
      identities.put(cluster.name(), identity);
    }
    return new ClusterIdentities(identities);
  }

  /** Returns the clusters whose topology is needed to identify the desired clusters. */
  public static Set<EntityId> needingTopology(
      Collection<DesiredCluster> desired, ObservedState observed) {
    boolean all = desired.stream().allMatch(it -> it.kubernetesClusterUid().isPresent());
    Set<EntityId> needing = new HashSet<>();
    for (ObservedKubernetesCluster entity : observed.kubernetesClusters()) {
      if (!all && entity.hostGroups().isEmpty()) {
        needing.add(entity.id());
      }
    }
    return needing;
  }

  private static Optional<ObservedKubernetesCluster> byTopology(
      DesiredCluster cluster, ObservedState observed) {
    Set<EntityId> hostGroups = observed.hostGroups().getOrDefault(cluster.hostGroup(), Set.of());
    // a cluster whose hosts were not read may have hosts in any host group
    boolean unread =
        observed.kubernetesClusters().stream().anyMatch(it -> it.hostGroups().isEmpty());
    List<ObservedKubernetesCluster> found =
        observed.kubernetesClusters().stream()
            .filter(it -> it.hostGroups().orElse(Set.of()).stream().anyMatch(hostGroups::contains))
            .toList();
    return found.size() == 1 && hostGroups.size() == 1 && !unread
        ? Optional.of(found.get(0))
        : Optional.empty();
  }

  private static Set<EntityId> entitiesOf(
      String uid, List<ObservedKubernetesCluster> kubernetesClusters) {
    Set<EntityId> entities = new HashSet<>();
    for (ObservedKubernetesCluster entity : kubernetesClusters) {
      if (entity.uid().map(KubernetesClusterUid::value).equals(Optional.of(uid))) {
        entities.add(entity.id());
      }
    }
    return Set.copyOf(entities);
  }

  /** Returns whether the records of a cluster can be identified. */
  public boolean isKnown(ClusterName cluster) {
    return identity(cluster).isKnown();
  }

  /** Returns the UID of a cluster; empty if it is not known for certain. */
  public Optional<KubernetesClusterUid> uid(ClusterName cluster) {
    return identity(cluster).uid().map(KubernetesClusterUid::new);
  }

  /** Returns whether records are those of a cluster. */
  Match match(DesiredCluster cluster, LogCount count) {
    Identity identity = identity(cluster.name());
    if (identity.uid().isPresent() && count.clusterUid().isPresent()) {
      return identity.uid().equals(count.clusterUid()) ? Match.YES : Match.NO;
    }
    if (!identity.entities().isEmpty() && count.kubernetesCluster().isPresent()) {
      return identity.entities().contains(count.kubernetesCluster().get()) ? Match.YES : Match.NO;
    }
    boolean ofAnother =
        count.clusterUid().filter(uid -> isOther(byUid.get(uid), cluster)).isPresent()
            || count
                .kubernetesCluster()
                .filter(id -> isOther(byEntity.get(id), cluster))
                .isPresent();
    boolean elsewhere =
        count.hostGroup().filter(name -> !name.equals(cluster.hostGroup().value())).isPresent();
    return ofAnother || elsewhere ? Match.NO : Match.MAYBE;
  }

  private Identity identity(ClusterName cluster) {
    return identities.getOrDefault(cluster, new Identity(Optional.empty(), Set.of()));
  }

  private static boolean isOther(@Nullable ClusterName known, DesiredCluster cluster) {
    return known != null && !known.equals(cluster.name());
  }
}
