package io.github.logconfig.plan;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which wanted namespaces our rules cover now, and which of our rules have to take them over. */
final class Coverage {

  private final Map<NamespaceName, RoleState> keepers = new HashMap<>();
  private final Map<ObjectId, Set<RoleState>> takenOverBy = new HashMap<>();

  Coverage(Collection<RoleState> roles) {
    for (RoleState role : roles) {
      role.wanted()
          .ifPresent(
              wanted -> wanted.namespaces().forEach(namespace -> keepers.put(namespace, role)));
    }
    for (RoleState role : roles) {
      role.surplus().forEach(rule -> note(rule, new TreeSet<>()));
      if (role.isToBeRewritten()) {
        role.kept().ifPresent(rule -> note(rule, role.wanted().orElseThrow().namespaces()));
      }
    }
  }

  /** Whether some object stops covering a wanted namespace, which another one has to take over. */
  boolean isTakenAway() {
    return takenOverBy.values().stream().anyMatch(keeping -> !keeping.isEmpty());
  }

  /** The roles that have to stand before the object may stop covering what it covers. */
  Set<RoleState> takingOverFrom(ObservedRule rule) {
    return takenOverBy.getOrDefault(rule.objectId(), Set.of());
  }

  /** Whether the object that a role keeps covers, by itself, all that another one gives up. */
  boolean alreadyCovers(RoleState role, ObservedRule from) {
    return role.kept()
        .map(ObservedRule::rule)
        .filter(kept -> givenUpTo(role, from).stream().allMatch(name -> covers(kept, name, true)))
        .isPresent();
  }

  private Set<NamespaceName> givenUpTo(RoleState role, ObservedRule from) {
    Set<NamespaceName> namespaces = new LinkedHashSet<>();
    for (NamespaceName namespace : role.wanted().orElseThrow().namespaces()) {
      if (covers(from.rule(), namespace, false)) {
        namespaces.add(namespace);
      }
    }
    return namespaces;
  }

  private void note(ObservedRule rule, SortedSet<NamespaceName> kept) {
    Set<RoleState> roles = new LinkedHashSet<>();
    RuleChain alone = alone(rule.rule());
    keepers.forEach(
        (namespace, keeper) -> {
          boolean givenUp = !kept.contains(namespace);
          if (givenUp && !roles.contains(keeper) && isCovered(alone, namespace, false)) {
            roles.add(keeper);
          }
        });
    takenOverBy.put(rule.objectId(), roles);
  }

  private static boolean covers(LogRule rule, NamespaceName namespace, boolean whole) {
    return isCovered(alone(rule), namespace, whole);
  }

  private static boolean isCovered(RuleChain alone, NamespaceName namespace, boolean whole) {
    Verdict verdict = RuleEvaluator.verdict(alone, namespace).verdict();
    return verdict == Verdict.INGESTED || (!whole && verdict != Verdict.NOT_INGESTED);
  }

  private static RuleChain alone(LogRule rule) {
    return new RuleChain(List.of(new ScopedRule(RuleScope.ENVIRONMENT, rule)));
  }
}
