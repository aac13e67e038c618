package io.github.logconfig.plan;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
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
 * The rules that a cluster's desired state amounts to, by their role.
 *
 * <p>As few include rules as the namespaces fit into. A namespace that one of them lists already
 * stays there, so that one more namespace is one more value of one rule, and nothing shifts from
 * rule to rule.
 */
final class WantedRules {

  private final DesiredCluster desired;
  private final Owner owner;
  private final int capacity;

  WantedRules(DesiredCluster desired, Owner owner, int capacity) {
    this.desired = desired;
    this.owner = owner;
    this.capacity = capacity;
  }

  SortedMap<RuleRole, WantedRule> given(OwnedRules owned) {
    SortedMap<RuleRole, WantedRule> wanted = new TreeMap<>();
    int rules = (desired.namespaces().size() + capacity - 1) / capacity;
    if (rules == 1) {
      put(wanted, RuleRole.INCLUDE, desired.namespaces());
    } else if (rules > 1) {
      putShares(wanted, owned, rules);
    }
    if (desired.policy() == Policy.EXCLUSIVE) {
      wanted.put(RuleRole.EXCLUDE_REST, WantedRule.closing(identity(RuleRole.EXCLUDE_REST)));
    }
    return wanted;
  }

  private void putShares(SortedMap<RuleRole, WantedRule> wanted, OwnedRules owned, int rules) {
    List<NavigableSet<NamespaceName>> shares = new ArrayList<>();
    NavigableSet<NamespaceName> unplaced = new TreeSet<>(desired.namespaces());
    for (int part = 1; part <= rules; part++) {
      RuleRole role = RuleRole.include(part);
      NavigableSet<NamespaceName> share =
          owned
              .kept(role, identity(role).title())
              .map(kept -> stillWanted(kept.rule(), unplaced))
              .orElseGet(TreeSet::new);
      unplaced.removeAll(share);
      shares.add(share);
    }
    for (int part = 1; part <= rules; part++) {
      NavigableSet<NamespaceName> share = shares.get(part - 1);
      List<NamespaceName> added = unplaced.stream().limit(capacity - share.size()).toList();
      share.addAll(added);
      added.forEach(unplaced::remove);
      put(wanted, RuleRole.include(part), share);
    }
  }

  private NavigableSet<NamespaceName> stillWanted(LogRule rule, Set<NamespaceName> unplaced) {
    return RuleDiff.namespaces(rule).stream()
        .filter(unplaced::contains)
        .limit(capacity)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void put(
      SortedMap<RuleRole, WantedRule> wanted, RuleRole role, SortedSet<NamespaceName> namespaces) {
    RuleIdentity identity = identity(role);
    wanted.put(role, new WantedRule(identity, identity.title(), namespaces));
  }

  private RuleIdentity identity(RuleRole role) {
    return new RuleIdentity(owner, desired.hostGroup(), role);
  }
}
