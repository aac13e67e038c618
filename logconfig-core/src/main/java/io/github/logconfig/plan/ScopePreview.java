package io.github.logconfig.plan;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one scope in their order, as they will stand after some steps: a model of what the
 * service does with them.
 */
final class ScopePreview {

  private final RuleScope scope;
  private final List<ScopedRule> rules = new ArrayList<>();

  ScopePreview(RuleScope scope, List<ObservedRule> observed) {
    this.scope = scope;
    observed.forEach(rule -> rules.add(ScopedRule.of(rule)));
  }

  ScopePreview apply(List<PlanStep> steps) {
    steps.forEach(this::apply);
    return this;
  }

  List<ScopedRule> rules() {
    return rules;
  }

  private void apply(PlanStep step) {
    if (step instanceof PlanStep.CreateRule create) {
      insert(written(step, Optional.empty(), create.rule()), create.position());
    } else if (step instanceof PlanStep.UpdateRule update) {
      replace(step, update.precondition().objectId(), update.rule(), update.position());
    } else if (step instanceof PlanStep.AdoptRule adopt) {
      Optional<Position> place = Optional.of(adopt.position());
      replace(step, adopt.precondition().objectId(), adopt.rule(), place);
    } else if (step instanceof PlanStep.MoveRule move) {
      insert(rules.remove(indexOf(move.precondition().objectId())), move.position());
    } else if (step instanceof PlanStep.DeleteRule delete) {
      rules.remove(indexOf(delete.precondition().objectId()));
    }
  }

  private ScopedRule written(PlanStep step, Optional<ObjectId> objectId, LogRule rule) {
    return new ScopedRule(scope, rule, objectId, Optional.of(step.identity().externalId()));
  }

  private void replace(
      PlanStep step, ObjectId objectId, LogRule rule, Optional<Position> position) {
    int at = indexOf(objectId);
    ScopedRule written = written(step, Optional.of(objectId), rule);
    rules.set(at, written);
    if (position.isPresent()) {
      rules.remove(at);
      insert(written, position.get());
    }
  }

  private void insert(ScopedRule rule, Position position) {
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
