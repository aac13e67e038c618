package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds orphans in one environment. */
final class OrphanSearch {

  private final Owner owner;
  private final Set<TargetName> spared;

  /**
   * @param spared names of clusters with problems and of their host groups: their desired state is
   *     unknown
   */
  OrphanSearch(Owner owner, Set<TargetName> spared) {
    this.owner = owner;
    this.spared = spared;
  }

  List<Orphan> in(
      Environment environment, ObservedState observed, Collection<DesiredCluster> desired) {
    Map<TargetName, DesiredCluster> byHostGroup = new HashMap<>();
    Map<TargetName, DesiredCluster> byName = new HashMap<>();
    for (DesiredCluster cluster : desired) {
      byHostGroup.put(cluster.nameIn(Target.HOST_GROUP), cluster);
      byName.put(cluster.nameIn(Target.KUBERNETES_CLUSTER), cluster);
    }
    ClusterTies ties = ClusterTies.of(desired, observed);
    List<Orphan> orphans = new ArrayList<>();
    for (ObservedRule rule : observed.rules()) {
      boolean ofCluster = rule.scope().kind() == RuleScope.Kind.KUBERNETES_CLUSTER;
      rule.externalId()
          .flatMap(RuleIdentity::parse)
          .filter(identity -> identity.owner().equals(owner))
          .filter(identity -> !spared.contains(identity.targetName()))
          .filter(
              identity -> {
                DesiredCluster cluster =
                    (ofCluster ? byName : byHostGroup).get(identity.targetName());
                return cluster == null
                    || (ofCluster
                        ? isOrphan(cluster, rule.scope(), ties)
                        : isOrphan(cluster, rule.scope(), observed));
              })
          .map(identity -> orphan(environment, identity, rule))
          .ifPresent(orphans::add);
    }
    return orphans;
  }

  /** The scope of an unresolved host group is unknown. */
  private static boolean isOrphan(DesiredCluster cluster, RuleScope scope, ObservedState observed) {
    Set<EntityId> ids = observed.hostGroups().getOrDefault(cluster.hostGroup(), Set.of());
    return ids.size() == 1 && !scope.entity().map(ids::contains).orElse(false);
  }

  /** The scope of an unresolved target is unknown. */
  private static boolean isOrphan(DesiredCluster cluster, RuleScope scope, ClusterTies ties) {
    Set<EntityId> tied = ties.tiedTo(cluster.name());
    boolean unresolved = tied.size() != 1 && cluster.target() == Target.KUBERNETES_CLUSTER;
    boolean same = tied.size() == 1 && tied.contains(scope.entity().orElseThrow());
    return !unresolved && !same;
  }

  private static Orphan orphan(Environment environment, RuleIdentity identity, ObservedRule rule) {
    return new Orphan(
        environment,
        identity,
        rule.scope(),
        rule.objectId(),
        rule.updateToken(),
        rule.rule(),
        included(rule.rule()));
  }

  private static List<NamespaceName> included(LogRule rule) {
    if (!rule.enabled() || rule.action() != RuleAction.INCLUDE) {
      return List.of();
    }
    return rule.matchers().stream()
        .filter(matcher -> matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME))
        .flatMap(matcher -> matcher.values().stream())
        .flatMap(OrphanSearch::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<NamespaceName> name(String value) {
    try {
      return Optional.of(new NamespaceName(value)).stream();
    } catch (InvalidValueException notANamespace) {
      return Stream.empty();
    }
  }
}
