package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.reconcile.Orphan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds orphans in one environment. */
final class OrphanSearch {

  private final Owner owner;
  private final Set<HostGroupName> spared;

  /**
   * @param spared host groups of clusters with problems, whose desired state is unknown
   */
  OrphanSearch(Owner owner, Set<HostGroupName> spared) {
    this.owner = owner;
    this.spared = spared;
  }

  List<Orphan> in(
      Environment environment, ObservedState observed, Collection<DesiredCluster> desired) {
    Set<HostGroupName> known = new HashSet<>();
    desired.forEach(cluster -> known.add(cluster.hostGroup()));
    List<Orphan> orphans = new ArrayList<>();
    for (ObservedRule rule : observed.rules()) {
      rule.externalId()
          .flatMap(RuleIdentity::parse)
          .filter(identity -> identity.owner().equals(owner))
          .filter(identity -> !spared.contains(identity.hostGroup()))
          .filter(identity -> isOrphan(identity, rule.scope(), known, observed))
          .map(identity -> orphan(environment, identity, rule))
          .ifPresent(orphans::add);
    }
    return orphans;
  }

  private static boolean isOrphan(
      RuleIdentity identity, RuleScope scope, Set<HostGroupName> known, ObservedState observed) {
    if (!known.contains(identity.hostGroup())) {
      return true;
    }
    // the scope of an unresolved host group is unknown
    Set<EntityId> ids = observed.hostGroups().getOrDefault(identity.hostGroup(), Set.of());
    return ids.size() == 1 && !RuleScope.of(ids.iterator().next()).equals(scope);
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
