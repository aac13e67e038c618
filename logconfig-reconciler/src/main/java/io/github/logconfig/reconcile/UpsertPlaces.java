package io.github.logconfig.reconcile;

import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Precondition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the rules stand that a plan updates in their places. A post has to name the place, or else
 * the rule might go to the end of its scope; a rule whose place cannot be told so that it stays
 * there is left to a locked write.
 */
final class UpsertPlaces {

  private UpsertPlaces() {}

  static Map<ObjectId, Position> of(LogConfigPlan plan, ObservedState observed) {
    Set<ObjectId> inMotion = new HashSet<>();
    for (PlanStep step : plan.steps()) {
      boolean keepsItsPlace =
          step instanceof PlanStep.UpdateRule update && update.position().isEmpty();
      if (!keepsItsPlace && step.precondition() instanceof Precondition.Unchanged unchanged) {
        inMotion.add(unchanged.objectId());
      }
    }
    Map<ObjectId, Position> places = new HashMap<>();
    for (PlanStep step : plan.steps()) {
      if (step instanceof PlanStep.UpdateRule update && update.position().isEmpty()) {
        put(places, update.precondition().objectId(), observed.rulesIn(step.scope()), inMotion);
      }
    }
    return places;
  }

  private static void put(
      Map<ObjectId, Position> places,
      ObjectId objectId,
      List<ObservedRule> scope,
      Set<ObjectId> inMotion) {
    for (int i = 0; i < scope.size(); i++) {
      if (scope.get(i).objectId().equals(objectId) && scope.get(i).movable()) {
        ObservedRule before = i == 0 ? null : scope.get(i - 1);
        if (before == null) {
          places.put(objectId, Position.FIRST);
        } else if (before.movable() && !inMotion.contains(before.objectId())) {
          places.put(objectId, new Position.After(before.objectId()));
        }
        return;
      }
    }
  }
}
