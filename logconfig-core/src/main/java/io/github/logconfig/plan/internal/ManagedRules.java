package io.github.logconfig.plan.internal;

import io.github.logconfig.model.Owner;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The managed rules of one cluster in one scope, by role. More than one rule per role is an error
 * of the past.
 */
record ManagedRules(SortedMap<RuleRole, List<ObservedRule>> byRole) {

  static ManagedRules in(List<ObservedRule> scope, Owner owner, TargetName name) {
    SortedMap<RuleRole, List<ObservedRule>> byRole = new TreeMap<>();
    for (ObservedRule rule : scope) {
      rule.externalId()
          .flatMap(id -> RuleIdentity.roleOf(id, owner, name))
          .ifPresent(role -> byRole.computeIfAbsent(role, key -> new ArrayList<>(1)).add(rule));
    }
    return new ManagedRules(byRole);
  }

  List<ObservedRule> of(RuleRole role) {
    return byRole.getOrDefault(role, List.of());
  }

  /** Returns all managed rules. */
  Set<ObservedRule> all() {
    Set<ObservedRule> all = new HashSet<>();
    byRole.values().forEach(all::addAll);
    return all;
  }

  /**
   * Returns the rule of a role to keep: the one with the desired title, or else the one in the
   * right position. Include rules belong to the beginning of the scope, the catch-all rule to the
   * end.
   */
  Optional<ObservedRule> kept(RuleRole role, String title) {
    List<ObservedRule> rules = of(role);
    if (rules.size() < 2) {
      return rules.isEmpty() ? Optional.empty() : Optional.of(rules.get(0));
    }
    Optional<ObservedRule> titled =
        rules.stream().filter(rule -> rule.rule().title().equals(title)).findFirst();
    int inPlace = role.equals(RuleRole.CATCH_ALL) ? rules.size() - 1 : 0;
    return titled.or(() -> Optional.of(rules.get(inPlace)));
  }
}
