package io.github.logconfig.plan;

import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.Owner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of one scope that carry our mark for one host group, by their role. More than one per
 * role is an accident.
 */
record OwnedRules(SortedMap<RuleRole, List<ObservedRule>> byRole) {

  static OwnedRules in(List<ObservedRule> scope, Owner owner, HostGroupName hostGroup) {
    String prefix = RuleIdentity.prefix(owner, hostGroup);
    SortedMap<RuleRole, List<ObservedRule>> byRole = new TreeMap<>();
    for (ObservedRule rule : scope) {
      rule.externalId()
          .filter(id -> id.value().startsWith(prefix))
          .flatMap(id -> RuleRole.parse(id.value().substring(prefix.length())))
          .ifPresent(role -> byRole.computeIfAbsent(role, key -> new ArrayList<>(1)).add(rule));
    }
    return new OwnedRules(byRole);
  }

  List<ObservedRule> of(RuleRole role) {
    return byRole.getOrDefault(role, List.of());
  }

  /** All of them, for asking whether a rule is ours. */
  Set<ObservedRule> all() {
    Set<ObservedRule> all = new HashSet<>();
    byRole.values().forEach(all::addAll);
    return all;
  }

  /**
   * Which of several rules of a role stays: the one that has the right title, or else the one that
   * stands where the role belongs, includes in front and the closing rule at the end.
   */
  Optional<ObservedRule> kept(RuleRole role, String title) {
    List<ObservedRule> rules = of(role);
    if (rules.size() < 2) {
      return rules.isEmpty() ? Optional.empty() : Optional.of(rules.get(0));
    }
    Optional<ObservedRule> titled =
        rules.stream().filter(rule -> rule.rule().title().equals(title)).findFirst();
    int inPlace = role.equals(RuleRole.EXCLUDE_REST) ? rules.size() - 1 : 0;
    return titled.or(() -> Optional.of(rules.get(inPlace)));
  }
}
