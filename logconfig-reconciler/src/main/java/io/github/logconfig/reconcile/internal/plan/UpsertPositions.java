package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Determines the positions of rules that a plan updates without moving them. A post must contain
 * the position, or else the service may move the rule to the end of its scope. A rule whose
 * position cannot be expressed reliably is written in {@link
 * io.github.logconfig.reconcile.WriteMode#LOCKED} mode instead.
 */
final class UpsertPositions {

  private final ObservedState observed;

  /** Rules whose position changes. */
  private final Set<ObjectId> moving = new HashSet<>();

  /** Positions of other rules of the plan: after the same neighbor, but before the rule. */
  private final Set<Slot> taken = new HashSet<>();

  private record Slot(RuleScope scope, Position position) {}

  private UpsertPositions(LogConfigPlan plan, ObservedState observed) {
    this.observed = observed;
    for (PlanStep step : plan.steps()) {
      step.position().ifPresent(it -> taken.add(new Slot(step.scope(), it)));
      if (!keepsPosition(step)) {
        step.objectId().ifPresent(moving::add);
      }
    }
  }

  static Map<ObjectId, Position> of(LogConfigPlan plan, ObservedState observed) {
    UpsertPositions positions = new UpsertPositions(plan, observed);
    Map<ObjectId, Position> result = new HashMap<>();
    for (PlanStep step : plan.steps()) {
      if (keepsPosition(step)) {
        ObjectId objectId = step.objectId().orElseThrow();
        positions
            .of(objectId, step.scope())
            .filter(position -> !positions.taken.contains(new Slot(step.scope(), position)))
            .ifPresent(position -> result.put(objectId, position));
      }
    }
    return result;
  }

  private static boolean keepsPosition(PlanStep step) {
    return step.action() == Action.UPDATE && step.position().isEmpty();
  }

  private Optional<Position> of(ObjectId objectId, RuleScope ruleScope) {
    List<ObservedRule> scope = observed.rulesIn(ruleScope);
    for (int i = 0; i < scope.size(); i++) {
      if (scope.get(i).objectId().equals(objectId)) {
        return scope.get(i).movable() ? after(i == 0 ? null : scope.get(i - 1)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Position> after(@Nullable ObservedRule neighbor) {
    if (neighbor == null) {
      return Optional.of(Position.FIRST);
    }
    return neighbor.movable() && !moving.contains(neighbor.objectId())
        ? Optional.of(new Position.After(neighbor.objectId(), neighbor.rule().title()))
        : Optional.empty();
  }
}
