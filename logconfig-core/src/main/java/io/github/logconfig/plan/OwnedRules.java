package io.github.logconfig.plan;

import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of one scope that carry our mark for one host group, by their role. More than one per
 * role is an accident.
 */
record OwnedRules(SortedMap<RuleRole, List<ObservedRule>> byRole) {

  static OwnedRules in(List<ObservedRule> scope, Owner owner, HostGroupName hostGroup) {
    SortedMap<RuleRole, List<ObservedRule>> byRole = new TreeMap<>();
    for (ObservedRule rule : scope) {
      rule.externalId()
          .flatMap(RuleIdentity::parse)
          .filter(identity -> identity.owner().equals(owner))
          .filter(identity -> identity.hostGroup().equals(hostGroup))
          .ifPresent(
              identity ->
                  byRole.computeIfAbsent(identity.role(), role -> new ArrayList<>()).add(rule));
    }
    return new OwnedRules(byRole);
  }

  List<ObservedRule> of(RuleRole role) {
    return byRole.getOrDefault(role, List.of());
  }

  boolean contains(ObservedRule rule) {
    return byRole.values().stream().anyMatch(rules -> rules.contains(rule));
  }
}
