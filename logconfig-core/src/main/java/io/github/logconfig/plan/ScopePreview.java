package io.github.logconfig.plan;

import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one scope in their order, as they will stand after some steps: a model of what the
 * service does with them.
 */
final class ScopePreview {

  private record Slot(Optional<ObjectId> objectId, LogRule rule) {}

  private final List<Slot> slots = new ArrayList<>();

  ScopePreview(List<ObservedRule> observed) {
    observed.forEach(rule -> slots.add(new Slot(Optional.of(rule.objectId()), rule.rule())));
  }

  ScopePreview apply(List<PlanStep> steps) {
    steps.forEach(this::apply);
    return this;
  }

  List<LogRule> rules() {
    return slots.stream().map(Slot::rule).toList();
  }

  private void apply(PlanStep step) {
    if (step instanceof PlanStep.CreateRule create) {
      insert(new Slot(Optional.empty(), create.rule()), create.position());
    } else if (step instanceof PlanStep.UpdateRule update) {
      replace(update.precondition().objectId(), update.rule(), update.position());
    } else if (step instanceof PlanStep.AdoptRule adopt) {
      replace(adopt.precondition().objectId(), adopt.rule(), Optional.of(adopt.position()));
    } else if (step instanceof PlanStep.MoveRule move) {
      insert(slots.remove(indexOf(move.precondition().objectId())), move.position());
    } else if (step instanceof PlanStep.DeleteRule delete) {
      slots.remove(indexOf(delete.precondition().objectId()));
    }
  }

  private void replace(ObjectId objectId, LogRule rule, Optional<Position> position) {
    int at = indexOf(objectId);
    Slot slot = new Slot(Optional.of(objectId), rule);
    slots.set(at, slot);
    if (position.isPresent()) {
      slots.remove(at);
      insert(slot, position.get());
    }
  }

  private void insert(Slot slot, Position position) {
    if (position instanceof Position.First) {
      slots.add(0, slot);
    } else if (position instanceof Position.After after) {
      slots.add(indexOf(after.objectId()) + 1, slot);
    } else {
      slots.add(slot);
    }
  }

  private int indexOf(ObjectId objectId) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).objectId().equals(Optional.of(objectId))) {
        return i;
      }
    }
    throw new IllegalArgumentException("no rule " + objectId + " in this scope");
  }
}
