package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.LogRule;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The managed rules that the desired state of a cluster requires, by role.
 *
 * <p>There are as few include rules as possible. A namespace stays in the rule that already names
 * it, so that adding a namespace changes one rule only.
 */
final class DesiredRules {

  private final DesiredCluster desired;
  private final Owner owner;
  private final int capacity;

  DesiredRules(DesiredCluster desired, Owner owner, int capacity) {
    this.desired = desired;
    this.owner = owner;
    this.capacity = capacity;
  }

  SortedMap<RuleRole, DesiredRule> given(ManagedRules owned) {
    SortedMap<RuleRole, DesiredRule> byRole = new TreeMap<>();
    int rules = (desired.namespaces().size() + capacity - 1) / capacity;
    if (rules == 1) {
      put(byRole, RuleRole.INCLUDE, desired.namespaces());
    } else if (rules > 1) {
      putShares(byRole, owned, rules);
    }
    if (desired.policy() == Policy.EXCLUSIVE) {
      byRole.put(RuleRole.CATCH_ALL, DesiredRule.catchAll(identity(RuleRole.CATCH_ALL)));
    }
    return byRole;
  }

  private void putShares(SortedMap<RuleRole, DesiredRule> byRole, ManagedRules owned, int rules) {
    List<NavigableSet<NamespaceName>> shares = new ArrayList<>();
    NavigableSet<NamespaceName> unplaced = new TreeSet<>(desired.namespaces());
    for (int part = 1; part <= rules; part++) {
      RuleRole role = RuleRole.include(part);
      NavigableSet<NamespaceName> share =
          owned
              .kept(role, identity(role).title())
              .map(kept -> stillDesired(kept.rule(), unplaced))
              .orElseGet(TreeSet::new);
      unplaced.removeAll(share);
      shares.add(share);
    }
    for (int part = 1; part <= rules; part++) {
      RuleRole role = RuleRole.include(part);
      NavigableSet<NamespaceName> share = shares.get(part - 1);
      owned
          .kept(role, identity(role).title())
          .ifPresent(kept -> share.addAll(coveredByWildcard(kept.rule(), unplaced, share.size())));
      unplaced.removeAll(share);
    }
    for (int part = 1; part <= rules; part++) {
      NavigableSet<NamespaceName> share = shares.get(part - 1);
      List<NamespaceName> added = unplaced.stream().limit(capacity - share.size()).toList();
      share.addAll(added);
      added.forEach(unplaced::remove);
      put(byRole, RuleRole.include(part), share);
    }
  }

  private NavigableSet<NamespaceName> stillDesired(LogRule rule, Set<NamespaceName> unplaced) {
    return RuleDiff.namespaces(rule).stream()
        .filter(unplaced::contains)
        .limit(capacity)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Leaves namespaces with a rewritten rule that covers them, so that rules need not swap them. */
  private List<NamespaceName> coveredByWildcard(
      LogRule rule, Set<NamespaceName> unplaced, int used) {
    boolean hasWildcard =
        rule.matchers().stream()
            .flatMap(matcher -> matcher.values().stream())
            .anyMatch(value -> value.contains("*"));
    RuleChain alone = Coverage.alone(rule);
    return unplaced.stream()
        .filter(namespace -> hasWildcard && Coverage.covers(alone, namespace, true))
        .limit(capacity - used)
        .toList();
  }

  private void put(
      SortedMap<RuleRole, DesiredRule> byRole, RuleRole role, SortedSet<NamespaceName> namespaces) {
    RuleIdentity identity = identity(role);
    byRole.put(role, new DesiredRule(identity, identity.title(), namespaces));
  }

  private RuleIdentity identity(RuleRole role) {
    return new RuleIdentity(owner, desired.targetName(), role);
  }
}
