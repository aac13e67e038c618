package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The scope of the other target of a cluster, if it has managed rules of the cluster. They are left
 * from before a change of the target, and are deleted when the rules of the target scope are
 * written.
 *
 * @param all all rules of the scope
 * @param managed the rules to delete
 */
record FormerScope(RuleScope scope, List<ObservedRule> all, ManagedRules managed) {

  /** Returns the former scope of a cluster; empty if no managed rule is left there. */
  static Optional<FormerScope> of(
      DesiredCluster desired, EnvironmentRules environment, Owner owner) {
    Target other =
        desired.target() == Target.HOST_GROUP ? Target.KUBERNETES_CLUSTER : Target.HOST_GROUP;
    if (environment.observed().scopesWithRules(other.scopeKind()).isEmpty()) {
      return Optional.empty();
    }
    Set<EntityId> entities =
        other == Target.HOST_GROUP
            ? environment.hostGroups(desired)
            : environment.ties().tiedTo(desired.name());
    if (other == Target.HOST_GROUP && entities.isEmpty()) {
      entities = environment.hostGroupsOfManaged(owner, desired.nameIn(other));
    }
    if (entities.size() != 1) {
      return Optional.empty();
    }
    RuleScope scope = RuleScope.of(entities.iterator().next());
    List<ObservedRule> rules = ClusterRules.eachOnce(environment.observed().rulesIn(scope));
    ManagedRules managed = ManagedRules.in(rules, owner, desired.nameIn(other));
    return managed.byRole().isEmpty()
        ? Optional.empty()
        : Optional.of(new FormerScope(scope, rules, managed));
  }

  /**
   * Returns the steps that delete the managed rules. The catch-all rule is deleted first: without
   * an include rule before it, it would exclude the desired namespaces.
   *
   * @param firstWave the first wave after all other steps
   */
  List<PlanStep> deletions(Owner owner, DesiredCluster desired, int firstWave) {
    List<PlanStep> steps = new ArrayList<>();
    boolean hasCatchAll = managed.byRole().containsKey(RuleRole.CATCH_ALL);
    Target target = Target.of(scope.kind()).orElseThrow();
    List<RuleRole> roles = new ArrayList<>(managed.byRole().keySet());
    Collections.reverse(roles); // the catch-all rule is the last role
    for (RuleRole role : roles) {
      RuleIdentity identity = new RuleIdentity(owner, desired.nameIn(target), role);
      int wave = hasCatchAll && !role.equals(RuleRole.CATCH_ALL) ? firstWave + 1 : firstWave;
      managed.of(role).forEach(rule -> steps.add(PlanStep.delete(identity, rule, wave)));
    }
    return steps;
  }

  /** Returns whether every include rule is before every catch-all rule. */
  boolean isInOrder() {
    List<ObservedRule> catchAll = managed.of(RuleRole.CATCH_ALL);
    int firstCatchAll = catchAll.stream().mapToInt(all::indexOf).min().orElse(all.size());
    return managed.all().stream()
        .filter(rule -> !catchAll.contains(rule))
        .allMatch(rule -> all.indexOf(rule) < firstCatchAll);
  }

  /** Returns the rules that remain when the managed ones are deleted. */
  RuleChain remaining() {
    Set<ObservedRule> deleted = managed.all();
    return new RuleChain(
        all.stream().filter(rule -> !deleted.contains(rule)).map(ScopedRule::of).toList());
  }
}
