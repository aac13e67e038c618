package io.github.logconfig.plan;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All rules that decide over one cluster's logs: those of its host group, which we manage, between
 * those of narrower and wider scopes. Rules of single hosts are left out: they bear on some of the
 * cluster's nodes only.
 */
record ClusterRules(
    RuleChain narrower,
    HostGroup hostGroup,
    RuleScope scope,
    List<ObservedRule> own,
    RuleChain wider) {

  private static final RuleChain NO_RULES = new RuleChain(List.of());

  static ClusterRules of(
      DesiredCluster desired, HostGroup hostGroup, EnvironmentRules environment) {
    Set<EntityId> kubernetesClusters =
        environment.observed().kubernetesClusters().getOrDefault(desired.name(), Set.of());
    RuleScope scope = hostGroup.scope();
    return new ClusterRules(
        kubernetesClusters.isEmpty()
            ? NO_RULES
            : RuleChain.of(
                environment.observed(), kubernetesClusters.stream().map(RuleScope::of).toList()),
        hostGroup,
        scope,
        eachOnce(environment.observed().rulesIn(scope)),
        environment.chain());
  }

  RuleChain now() {
    return around(own.stream().map(ObservedRule::rule).toList());
  }

  RuleChain after(List<PlanStep> steps) {
    return around(new ScopePreview(own).apply(steps).rules());
  }

  /** The whole chain, with these rules in the place of the host group's. */
  RuleChain around(List<LogRule> ofHostGroup) {
    List<ScopedRule> middle = new ArrayList<>(ofHostGroup.size());
    for (LogRule rule : ofHostGroup) {
      middle.add(new ScopedRule(scope, rule));
    }
    return RuleChain.of(List.of(narrower, new RuleChain(middle), wider));
  }

  /** A list that was read in pages may show an object twice, if others were moved meanwhile. */
  private static List<ObservedRule> eachOnce(List<ObservedRule> rules) {
    if (rules.size() < 2) {
      return rules;
    }
    Set<ObjectId> seen = new HashSet<>();
    return rules.stream().filter(rule -> seen.add(rule.objectId())).toList();
  }
}
