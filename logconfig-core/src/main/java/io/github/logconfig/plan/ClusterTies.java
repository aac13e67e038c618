package io.github.logconfig.plan;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.rule.ObservedHost;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The ties between the Kubernetes clusters and hosts in Dynatrace and the desired clusters.
 *
 * <p>A cluster is tied to an entity by the best evidence available:
 *
 * <ol>
 *   <li>the UID of the Kubernetes cluster, if both sides know it;
 *   <li>topology: hosts of the Kubernetes cluster belong to the host group of the desired cluster.
 *       Not for clusters with the target {@link Target#KUBERNETES_CLUSTER}, where topology can only
 *       contradict a label;
 *   <li>the label, if exactly one Kubernetes cluster of the environment has it. This is a guess,
 *       and a finding reports it.
 * </ol>
 *
 * <p>An entity with rules that is not tied to any cluster may be each cluster that has no tie,
 * unless UID or topology contradict.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ClusterTies {

  private static final ClusterTies NONE = new ClusterTies(Map.of(), Set.of(), Map.of(), List.of());

  private final Map<ClusterName, Set<EntityId>> tied;
  private final Set<ClusterName> tiedByLabel;
  private final Map<EntityId, ObservedKubernetesCluster> entities;
  private final List<ObservedKubernetesCluster> untied;

  private ClusterTies(
      Map<ClusterName, Set<EntityId>> tied,
      Set<ClusterName> tiedByLabel,
      Map<EntityId, ObservedKubernetesCluster> entities,
      List<ObservedKubernetesCluster> untied) {
    this.tied = tied;
    this.tiedByLabel = tiedByLabel;
    this.entities = entities;
    this.untied = untied;
  }

  /**
   * Returns the Kubernetes clusters whose hosts must be read. None need to be if all clusters have
   * the target {@link Target#KUBERNETES_CLUSTER} and no host group has rules: hosts would only tell
   * their host groups. Otherwise:
   *
   * <ul>
   *   <li>those with rules that are not tied by a UID,
   *   <li>those that are the target of a cluster because of their label only,
   *   <li>those that are the target of a cluster whose host group is not known by name, if host
   *       groups have rules,
   *   <li>those of clusters whose host group is the target and does not exist.
   * </ul>
   *
   * @param desired all desired clusters of the environment
   * @param observed the environment without topology
   */
  public static Set<EntityId> scopesThatNeedTopology(
      Collection<DesiredCluster> desired, ObservedState observed) {
    Set<EntityId> needing = new LinkedHashSet<>();
    boolean hostGroupsMatter =
        desired.stream().anyMatch(it -> it.target() == Target.HOST_GROUP)
            || !observed.scopesWithRules(RuleScope.Kind.HOST_GROUP).isEmpty();
    if (!hostGroupsMatter) {
      return needing;
    }
    Map<EntityId, ObservedKubernetesCluster> entities = entities(observed);
    for (EntityId id : scopesWithRules(observed)) {
      Optional<KubernetesClusterUid> uid =
          Optional.ofNullable(entities.get(id)).flatMap(ObservedKubernetesCluster::uid);
      boolean decided =
          uid.isPresent()
              && (desired.stream().anyMatch(it -> it.kubernetesClusterUid().equals(uid))
                  || desired.stream().allMatch(it -> it.kubernetesClusterUid().isPresent()));
      if (!decided) {
        needing.add(id);
      }
    }
    Map<KubernetesClusterUid, List<ObservedKubernetesCluster>> byUid =
        byKey(entities.values(), entity -> entity.uid().stream());
    Map<String, List<ObservedKubernetesCluster>> byLabel =
        byKey(entities.values(), entity -> entity.label().stream());
    for (DesiredCluster cluster : desired) {
      List<ObservedKubernetesCluster> ofUid =
          cluster
              .kubernetesClusterUid()
              .map(uid -> byUid.getOrDefault(uid, List.of()))
              .orElse(List.of());
      List<ObservedKubernetesCluster> ofLabel = byLabel.getOrDefault(label(cluster), List.of());
      if (needsHosts(cluster, observed)) {
        ofUid.forEach(entity -> needing.add(entity.id()));
      }
      if (cluster.target() == Target.KUBERNETES_CLUSTER && ofUid.isEmpty() && ofLabel.size() == 1) {
        needing.add(ofLabel.get(0).id());
      }
    }
    return needing;
  }

  /** Returns whether the hosts of a cluster decide which rules of host groups apply to it. */
  private static boolean needsHosts(DesiredCluster cluster, ObservedState observed) {
    boolean unresolved =
        observed.hostGroups().containsKey(cluster.hostGroup())
            && hostGroups(cluster, observed).isEmpty();
    return unresolved
        && (cluster.target() == Target.HOST_GROUP
            || !observed.scopesWithRules(RuleScope.Kind.HOST_GROUP).isEmpty());
  }

  /**
   * Returns whether plans of some clusters depend on ties. Then all desired clusters of the
   * environment must be known, or else entities of other clusters would stay untied.
   */
  public static boolean areNeeded(Collection<DesiredCluster> planned, ObservedState observed) {
    return !observed.scopesWithRules(RuleScope.Kind.KUBERNETES_CLUSTER).isEmpty()
        || !observed.scopesWithRules(RuleScope.Kind.HOST).isEmpty()
        || planned.stream().anyMatch(cluster -> needsEntity(cluster, observed));
  }

  /** Returns whether a plan needs the Kubernetes cluster itself: its scope, or its hosts. */
  private static boolean needsEntity(DesiredCluster cluster, ObservedState observed) {
    return cluster.target() == Target.KUBERNETES_CLUSTER || hostGroups(cluster, observed).isEmpty();
  }

  /** Returns the ties between all desired clusters of an environment and its entities. */
  public static ClusterTies of(Collection<DesiredCluster> desired, ObservedState observed) {
    Set<EntityId> withRules = scopesWithRules(observed);
    if (!areNeeded(desired, observed)) {
      return NONE;
    }
    Map<EntityId, ObservedKubernetesCluster> entities = entities(observed);
    withRules.forEach(
        id ->
            entities.computeIfAbsent(id, it -> ObservedKubernetesCluster.builder().id(it).build()));
    Map<ClusterName, Set<EntityId>> tied = new HashMap<>();
    Set<EntityId> taken = new LinkedHashSet<>();
    tieByUid(desired, entities.values(), tied, taken);
    tieByTopology(desired, observed, entities.values(), tied, taken);
    Set<ClusterName> byLabel = tieByLabel(desired, observed, entities.values(), tied, taken);
    List<ObservedKubernetesCluster> untied =
        withRules.stream()
            .filter(id -> !taken.contains(id))
            .map(id -> entities.getOrDefault(id, unknown(id)))
            .toList();
    return new ClusterTies(tied, byLabel, entities, untied);
  }

  /** Returns the entities that a cluster is tied to; several if the evidence is ambiguous. */
  public Set<EntityId> tiedTo(ClusterName cluster) {
    return tied.getOrDefault(cluster, Set.of());
  }

  /** Returns whether a cluster is tied by its label only. */
  public boolean isTiedByLabel(ClusterName cluster) {
    return tiedByLabel.contains(cluster);
  }

  /** Returns the label of a Kubernetes cluster, if it is known. */
  public Optional<String> label(EntityId id) {
    return entity(id).label();
  }

  /**
   * Returns the name of a Kubernetes cluster for messages: its label, with its id if others have
   * the same label, or only its id.
   */
  public String displayName(EntityId id) {
    Optional<String> label = label(id);
    boolean unique =
        entities.values().stream().filter(entity -> entity.label().equals(label)).count() == 1;
    return label
        .map(it -> unique ? Quoted.of(it) : Quoted.of(it) + " (" + id + ")")
        .orElse(id.value());
  }

  /** Returns a Kubernetes cluster with what is known of it. */
  public ObservedKubernetesCluster entity(EntityId id) {
    return entities.getOrDefault(id, unknown(id));
  }

  /** Returns the entities with rules that may be the cluster, if it has no tie. */
  public List<EntityId> possible(DesiredCluster cluster, Set<EntityId> hostGroups) {
    if (!tiedTo(cluster.name()).isEmpty()) {
      return List.of();
    }
    return untied.stream()
        .filter(entity -> !isContradicted(cluster, hostGroups, entity))
        .map(ObservedKubernetesCluster::id)
        .toList();
  }

  /** Returns the Kubernetes clusters of a host; empty if they are unknown. */
  public Set<EntityId> clustersOf(RuleScope host, ObservedState observed) {
    return host(host, observed).map(ObservedHost::kubernetesClusters).orElse(Set.of());
  }

  /** Returns the host groups of a host, or empty for none; empty if the host is unknown. */
  public Optional<Set<Optional<RuleScope>>> hostGroupsOf(RuleScope host, ObservedState observed) {
    return host(host, observed)
        .map(
            known -> {
              Set<Optional<RuleScope>> scopes = new LinkedHashSet<>();
              known.hostGroups().forEach(id -> scopes.add(Optional.of(RuleScope.of(id))));
              return scopes.isEmpty() ? Set.of(Optional.empty()) : scopes;
            });
  }

  private static Optional<ObservedHost> host(RuleScope scope, ObservedState observed) {
    return observed.hosts().stream().filter(it -> it.id().value().equals(scope.id())).findFirst();
  }

  /** Returns whether a host may run pods of the cluster. */
  public boolean mayRunOn(
      RuleScope host, DesiredCluster cluster, Set<EntityId> hostGroups, ObservedState observed) {
    Optional<ObservedHost> known = host(host, observed);
    if (known.isEmpty()) {
      return true;
    }
    Set<EntityId> own = tiedTo(cluster.name());
    Set<EntityId> ofHost = known.get().kubernetesClusters();
    boolean tied = !own.isEmpty() && !ofHost.isEmpty();
    if (tied && cluster.target() == Target.KUBERNETES_CLUSTER) {
      return ofHost.stream().anyMatch(own::contains);
    }
    if (known.get().hostGroups().stream().anyMatch(hostGroups::contains)) {
      return true;
    }
    if (known.get().hostGroups().isEmpty() && ofHost.isEmpty()) {
      // hosts of a cluster whose target is the host group belong to that group
      return cluster.target() == Target.KUBERNETES_CLUSTER;
    }
    if (tied) {
      return ofHost.stream().anyMatch(own::contains);
    }
    return known.get().hostGroups().isEmpty() && mayBeAnyOf(ofHost, cluster, hostGroups);
  }

  private boolean isTiedToAnother(EntityId entity, ClusterName cluster) {
    return !tiedTo(cluster).contains(entity)
        && tied.values().stream().anyMatch(entities -> entities.contains(entity));
  }

  private boolean mayBeAnyOf(
      Set<EntityId> ofHost, DesiredCluster cluster, Set<EntityId> hostGroups) {
    return ofHost.stream()
        .filter(id -> !isTiedToAnother(id, cluster.name()))
        .map(id -> entities.getOrDefault(id, unknown(id)))
        .anyMatch(entity -> !isContradicted(cluster, hostGroups, entity));
  }

  private static void tieByUid(
      Collection<DesiredCluster> desired,
      Collection<ObservedKubernetesCluster> entities,
      Map<ClusterName, Set<EntityId>> tied,
      Set<EntityId> taken) {
    Map<KubernetesClusterUid, List<ObservedKubernetesCluster>> byUid =
        byKey(entities, entity -> entity.uid().stream());
    for (DesiredCluster cluster : desired) {
      cluster
          .kubernetesClusterUid()
          .map(uid -> byUid.getOrDefault(uid, List.of()))
          .ifPresent(all -> all.forEach(it -> tie(cluster.name(), it.id(), tied, taken)));
    }
  }

  private static void tieByTopology(
      Collection<DesiredCluster> desired,
      ObservedState observed,
      Collection<ObservedKubernetesCluster> entities,
      Map<ClusterName, Set<EntityId>> tied,
      Set<EntityId> taken) {
    Map<EntityId, List<DesiredCluster>> byHostGroup =
        byKey(
            desired.stream().filter(it -> it.target() == Target.HOST_GROUP).toList(),
            cluster -> hostGroups(cluster, observed).stream());
    Set<EntityId> byUid = Set.copyOf(taken);
    for (ObservedKubernetesCluster entity : entities) {
      if (byUid.contains(entity.id())) {
        continue;
      }
      for (EntityId hostGroup : entity.hostGroups().orElse(Set.of())) {
        for (DesiredCluster cluster : byHostGroup.getOrDefault(hostGroup, List.of())) {
          if (!haveDifferentUids(cluster, entity)) {
            tie(cluster.name(), entity.id(), tied, taken);
          }
        }
      }
    }
  }

  private static Set<ClusterName> tieByLabel(
      Collection<DesiredCluster> desired,
      ObservedState observed,
      Collection<ObservedKubernetesCluster> entities,
      Map<ClusterName, Set<EntityId>> tied,
      Set<EntityId> taken) {
    Map<String, List<ObservedKubernetesCluster>> byLabel =
        byKey(entities, entity -> entity.label().stream());
    Map<String, List<DesiredCluster>> clustersByLabel =
        byKey(desired, cluster -> Stream.of(label(cluster)));
    Set<ClusterName> tiedByLabel = new LinkedHashSet<>();
    Set<EntityId> byEvidence = Set.copyOf(taken);
    for (DesiredCluster cluster : desired) {
      List<ObservedKubernetesCluster> named = byLabel.getOrDefault(label(cluster), List.of());
      if (tied.containsKey(cluster.name())
          || named.size() != 1
          || clustersByLabel.getOrDefault(label(cluster), List.of()).size() != 1) {
        continue;
      }
      ObservedKubernetesCluster entity = named.get(0);
      if (!byEvidence.contains(entity.id())
          && !isContradicted(cluster, hostGroups(cluster, observed), entity)) {
        tie(cluster.name(), entity.id(), tied, taken);
        tiedByLabel.add(cluster.name());
      }
    }
    return tiedByLabel;
  }

  /** Groups values by their keys; a value may have none or several. */
  private static <K, V> Map<K, List<V>> byKey(Collection<V> values, Function<V, Stream<K>> keysOf) {
    Map<K, List<V>> byKey = new HashMap<>();
    for (V value : values) {
      keysOf
          .apply(value)
          .forEach(key -> byKey.computeIfAbsent(key, it -> new ArrayList<>()).add(value));
    }
    return byKey;
  }

  private static boolean isContradicted(
      DesiredCluster cluster, Set<EntityId> hostGroups, ObservedKubernetesCluster entity) {
    Set<EntityId> ofHosts = entity.hostGroups().orElse(Set.of());
    boolean mayHaveAnyHostGroup =
        cluster.target() == Target.KUBERNETES_CLUSTER && hostGroups.isEmpty();
    boolean inOtherHostGroups =
        !mayHaveAnyHostGroup
            && !ofHosts.isEmpty()
            && ofHosts.stream().noneMatch(hostGroups::contains);
    return haveDifferentUids(cluster, entity) || inOtherHostGroups;
  }

  private static boolean haveDifferentUids(
      DesiredCluster cluster, ObservedKubernetesCluster entity) {
    return cluster.kubernetesClusterUid().isPresent()
        && entity.uid().isPresent()
        && !cluster.kubernetesClusterUid().equals(entity.uid());
  }

  private static void tie(
      ClusterName cluster,
      EntityId entity,
      Map<ClusterName, Set<EntityId>> tied,
      Set<EntityId> taken) {
    tied.computeIfAbsent(cluster, key -> new LinkedHashSet<>()).add(entity);
    taken.add(entity);
  }

  private static String label(DesiredCluster cluster) {
    return cluster.kubernetesClusterName().orElse(cluster.name().value());
  }

  private static Set<EntityId> hostGroups(DesiredCluster cluster, ObservedState observed) {
    return observed.hostGroups().getOrDefault(cluster.hostGroup(), Set.of());
  }

  private static Map<EntityId, ObservedKubernetesCluster> entities(ObservedState observed) {
    Map<EntityId, ObservedKubernetesCluster> entities = new LinkedHashMap<>();
    observed.kubernetesClusters().forEach(entity -> entities.put(entity.id(), entity));
    for (ObservedHost host : observed.hosts()) {
      host.kubernetesClusters().forEach(id -> addHostGroups(entities, id, host.hostGroups()));
    }
    return entities;
  }

  /** Adds the host groups of a host that was read because of its own rules. */
  private static void addHostGroups(
      Map<EntityId, ObservedKubernetesCluster> entities, EntityId id, Set<EntityId> hostGroups) {
    if (hostGroups.isEmpty()) {
      return;
    }
    ObservedKubernetesCluster known = entities.getOrDefault(id, unknown(id));
    Set<EntityId> all = new LinkedHashSet<>(known.hostGroups().orElse(Set.of()));
    all.addAll(hostGroups);
    entities.put(
        id, ObservedKubernetesCluster.builder().from(known).hostGroups(Set.copyOf(all)).build());
  }

  private static Set<EntityId> scopesWithRules(ObservedState observed) {
    Set<EntityId> ids = new LinkedHashSet<>();
    for (RuleScope scope : observed.scopesWithRules(RuleScope.Kind.KUBERNETES_CLUSTER)) {
      scope.entity().ifPresent(ids::add);
    }
    return ids;
  }

  private static ObservedKubernetesCluster unknown(EntityId id) {
    return ObservedKubernetesCluster.builder().id(id).build();
  }
}
