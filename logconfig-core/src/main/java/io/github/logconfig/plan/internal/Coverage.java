package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Determines which desired namespaces the managed rules cover now, and which roles take over the
 * namespaces that a rule stops covering.
 */
final class Coverage {

  private final Map<NamespaceName, RoleState> keepers = new HashMap<>();
  private final Map<ObjectId, Set<RoleState>> successors = new HashMap<>();

  Coverage(Collection<RoleState> roles) {
    for (RoleState role : roles) {
      role.desired()
          .ifPresent(
              desired -> desired.namespaces().forEach(namespace -> keepers.put(namespace, role)));
    }
    for (RoleState role : roles) {
      role.surplus().forEach(rule -> note(rule, new TreeSet<>()));
      if (role.needsUpdate()) {
        role.kept().ifPresent(rule -> note(rule, role.desired().orElseThrow().namespaces()));
      }
    }
  }

  /** Returns whether a rule stops covering a desired namespace that another rule has to cover. */
  boolean isReduced() {
    return successors.values().stream().anyMatch(keeping -> !keeping.isEmpty());
  }

  /** Returns the roles that must be written before the rule may stop covering its namespaces. */
  Set<RoleState> successorsOf(ObservedRule rule) {
    return successors.getOrDefault(rule.objectId(), Set.of());
  }

  /** Returns whether the existing rule of a role covers everything that another rule releases. */
  boolean alreadyCovers(RoleState role, ObservedRule from) {
    return role.kept()
        .map(kept -> alone(kept.rule()))
        .filter(kept -> handedOver(role, from).stream().allMatch(name -> covers(kept, name, true)))
        .isPresent();
  }

  private Set<NamespaceName> handedOver(RoleState role, ObservedRule from) {
    RuleChain alone = alone(from.rule());
    Set<NamespaceName> namespaces = new LinkedHashSet<>();
    for (NamespaceName namespace : role.desired().orElseThrow().namespaces()) {
      if (covers(alone, namespace, false)) {
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
          boolean released = !kept.contains(namespace);
          if (released && !roles.contains(keeper) && covers(alone, namespace, false)) {
            roles.add(keeper);
          }
        });
    successors.put(rule.objectId(), roles);
  }

  /** Returns whether a rule includes logs of a namespace: all of them, or at least some. */
  static boolean covers(RuleChain alone, NamespaceName namespace, boolean whole) {
    Verdict verdict = RuleEvaluator.verdict(alone, namespace).verdict();
    return verdict == Verdict.INGESTED || (!whole && verdict != Verdict.NOT_INGESTED);
  }

  static RuleChain alone(LogRule rule) {
    return new RuleChain(List.of(new ScopedRule(RuleScope.ENVIRONMENT, rule)));
  }
}
