package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;

/** The rules of one scope after some steps, in the order in which they are evaluated. */
final class ScopePreview {

  private final List<ScopedRule> rules = new ArrayList<>();

  ScopePreview(List<ObservedRule> observed) {
    observed.forEach(rule -> rules.add(ScopedRule.of(rule)));
  }

  /** Returns the rules after one more step; this preview does not change. */
  ScopePreview after(PlanStep step) {
    ScopePreview after = new ScopePreview(List.of());
    after.rules.addAll(rules);
    step.applyTo(after.rules);
    return after;
  }

  ScopePreview apply(List<PlanStep> steps) {
    steps.forEach(step -> step.applyTo(rules));
    return this;
  }

  List<ScopedRule> rules() {
    return rules;
  }
}
