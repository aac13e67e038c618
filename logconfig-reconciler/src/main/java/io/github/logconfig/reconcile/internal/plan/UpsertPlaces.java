package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the rules stand that a plan updates in their places. A post has to name the place, or else
 * the rule might go to the end of its scope; a rule whose place cannot be told so that it stays
 * there is left to a locked write.
 */
public final class UpsertPlaces {

  private final ObservedState observed;

  /** Rules that will not stand any more where they stood. */
  private final Set<ObjectId> inMotion = new HashSet<>();

  /** Places where the plan puts other rules: behind the same neighbour, but before the rule. */
  private final Set<Place> taken = new HashSet<>();

  private record Place(RuleScope scope, Position position) {}

  private UpsertPlaces(LogConfigPlan plan, ObservedState observed) {
    this.observed = observed;
    for (PlanStep step : plan.steps()) {
      step.position().ifPresent(it -> taken.add(new Place(step.scope(), it)));
      if (!keepsItsPlace(step)) {
        step.objectId().ifPresent(inMotion::add);
      }
    }
  }

  static Map<ObjectId, Position> of(LogConfigPlan plan, ObservedState observed) {
    UpsertPlaces places = new UpsertPlaces(plan, observed);
    Map<ObjectId, Position> told = new HashMap<>();
    for (PlanStep step : plan.steps()) {
      if (keepsItsPlace(step)) {
        ObjectId objectId = step.objectId().orElseThrow();
        places
            .of(objectId, step.scope())
            .filter(position -> !places.taken.contains(new Place(step.scope(), position)))
            .ifPresent(position -> told.put(objectId, position));
      }
    }
    return told;
  }

  private static boolean keepsItsPlace(PlanStep step) {
    return step.action() == Action.UPDATE && step.position().isEmpty();
  }

  private Optional<Position> of(ObjectId objectId, RuleScope ruleScope) {
    List<ObservedRule> scope = observed.rulesIn(ruleScope);
    for (int i = 0; i < scope.size(); i++) {
      if (scope.get(i).objectId().equals(objectId)) {
        return scope.get(i).movable() ? behind(i == 0 ? null : scope.get(i - 1)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Position> behind(@Nullable ObservedRule neighbour) {
    if (neighbour == null) {
      return Optional.of(Position.FIRST);
    }
    return neighbour.movable() && !inMotion.contains(neighbour.objectId())
        ? Optional.of(new Position.After(neighbour.objectId()))
        : Optional.empty();
  }
}
