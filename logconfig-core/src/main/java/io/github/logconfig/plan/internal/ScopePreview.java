package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of some scopes after some steps, in the order in which they are evaluated. */
final class ScopePreview {

  private final Map<RuleScope, List<ScopedRule>> byScope;

  private ScopePreview(Map<RuleScope, List<ScopedRule>> byScope) {
    this.byScope = byScope;
  }

  /** Returns the observed rules of scopes, before any step. */
  static ScopePreview of(Map<RuleScope, List<ObservedRule>> observed) {
    Map<RuleScope, List<ScopedRule>> byScope = new HashMap<>();
    observed.forEach(
        (scope, rules) -> byScope.put(scope, rules.stream().map(ScopedRule::of).toList()));
    return new ScopePreview(byScope);
  }

  /** Returns the rules after more steps; this preview does not change. */
  ScopePreview after(List<PlanStep> steps) {
    Map<RuleScope, List<ScopedRule>> after = new HashMap<>();
    byScope.forEach((scope, rules) -> after.put(scope, new ArrayList<>(rules)));
    steps.forEach(step -> step.applyTo(rules(after, step.scope())));
    return new ScopePreview(after);
  }

  /** Returns the rules after one more step; this preview does not change. */
  ScopePreview after(PlanStep step) {
    Map<RuleScope, List<ScopedRule>> after = new HashMap<>(byScope);
    List<ScopedRule> changed = new ArrayList<>(rules(byScope, step.scope()));
    step.applyTo(changed);
    after.put(step.scope(), changed);
    return new ScopePreview(after);
  }

  List<ScopedRule> rulesIn(RuleScope scope) {
    return rules(byScope, scope);
  }

  private static List<ScopedRule> rules(Map<RuleScope, List<ScopedRule>> byScope, RuleScope scope) {
    List<ScopedRule> rules = byScope.get(scope);
    if (rules == null) {
      throw new IllegalArgumentException("scope " + scope + " is not part of the plan");
    }
    return rules;
  }
}
