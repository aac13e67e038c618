package io.github.logconfig.plan;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    step.applyTo(after);
    return after;
  }

  ScopePreview apply(List<PlanStep> steps) {
    steps.forEach(step -> step.applyTo(this));
    return this;
  }

  List<ScopedRule> rules() {
    return rules;
  }

  void replace(ObjectId objectId, ScopedRule rule, Optional<Position> position) {
    int at = indexOf(objectId);
    if (position.isEmpty()) {
      rules.set(at, rule);
    } else {
      rules.remove(at);
      insert(rule, position.get());
    }
  }

  void remove(ObjectId objectId) {
    rules.remove(indexOf(objectId));
  }

  void insert(ScopedRule rule, Position position) {
    if (position instanceof Position.First) {
      rules.add(0, rule);
    } else if (position instanceof Position.After after) {
      rules.add(indexOf(after.objectId()) + 1, rule);
    } else {
      rules.add(rule);
    }
  }

  private int indexOf(ObjectId objectId) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).objectId().equals(Optional.of(objectId))) {
        return i;
      }
    }
    throw new IllegalArgumentException("no rule " + objectId + " in this scope");
  }
}
