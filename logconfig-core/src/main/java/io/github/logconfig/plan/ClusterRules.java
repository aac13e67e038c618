package io.github.logconfig.plan;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All rules that decide over one cluster's logs: those of its host group, which we manage, between
 * those of narrower and wider scopes. Rules of single hosts are left out: they bear on some of the
 * cluster's nodes only.
 */
record ClusterRules(
    List<ScopedRule> narrower,
    HostGroup hostGroup,
    List<ObservedRule> own,
    List<ScopedRule> wider) {

  static ClusterRules of(DesiredCluster desired, HostGroup hostGroup, ObservedState observed) {
    Set<EntityId> kubernetesClusters =
        observed.kubernetesClusters().getOrDefault(desired.name(), Set.of());
    List<RuleScope> narrower = kubernetesClusters.stream().map(RuleScope::of).toList();
    return new ClusterRules(
        RuleChain.of(observed, narrower).rules(),
        hostGroup,
        observed.rulesIn(hostGroup.scope()),
        RuleChain.of(observed, List.of(RuleScope.ENVIRONMENT)).rules());
  }

  RuleChain now() {
    return chain(own.stream().map(ObservedRule::rule).toList());
  }

  RuleChain after(List<PlanStep> steps) {
    return steps.isEmpty() ? now() : chain(new ScopePreview(own).apply(steps).rules());
  }

  private RuleChain chain(List<LogRule> ofHostGroup) {
    List<ScopedRule> chain = new ArrayList<>(narrower);
    ofHostGroup.forEach(rule -> chain.add(new ScopedRule(hostGroup.scope(), rule)));
    chain.addAll(wider);
    return new RuleChain(chain);
  }
}
