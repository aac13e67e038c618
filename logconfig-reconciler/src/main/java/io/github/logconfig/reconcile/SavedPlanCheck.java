package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks, by one fresh observation, whether the world is still as plans saw it. */
final class SavedPlanCheck {

  private final EnvironmentClients clients;
  private final ReconcilerOptions options;

  SavedPlanCheck(EnvironmentClients clients, ReconcilerOptions options) {
    this.clients = clients;
    this.options = options;
  }

  /**
   * What was seen.
   *
   * @param conflicts the clusters whose rules have changed since the plan, or that could not be
   *     looked at
   * @param places the rules that may be updated without a lock, and where they stand
   */
  record Result(Map<ClusterName, Failure> conflicts, Map<ObjectId, Position> places) {}

  Result check(FleetPlan saved) {
    Map<EnvironmentName, List<LogConfigPlan>> byEnvironment = new LinkedHashMap<>();
    for (LogConfigPlan plan : saved.clusters()) {
      byEnvironment.computeIfAbsent(plan.environment().name(), name -> new ArrayList<>()).add(plan);
    }
    Map<ClusterName, Optional<Failure>> seen = new ConcurrentHashMap<>();
    Map<ObjectId, Position> places = new ConcurrentHashMap<>();
    EnvironmentTasks.forEach(
        byEnvironment,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, plans) -> check(plans, seen, places));
    Map<ClusterName, Failure> conflicts = new HashMap<>();
    for (LogConfigPlan plan : saved.clusters()) {
      seen.getOrDefault(plan.cluster(), Optional.of(ClusterProgress.CANCELLED))
          .ifPresent(failure -> conflicts.put(plan.cluster(), failure));
    }
    return new Result(conflicts, places);
  }

  private void check(
      List<LogConfigPlan> plans,
      Map<ClusterName, Optional<Failure>> seen,
      Map<ObjectId, Position> places) {
    Environment environment = plans.get(0).environment();
    try {
      ObservedState now =
          new EnvironmentObserver(clients.get(environment.name()), options.planOptions().owner())
              .observe(environment, plans.stream().map(SavedPlanCheck::target).toList());
      for (LogConfigPlan plan : plans) {
        seen.put(plan.cluster(), PlanConflict.of(plan, now));
        if (options.writeMode() == WriteMode.BATCHED) {
          places.putAll(UpsertPlaces.of(plan, now));
        }
      }
    } catch (DynatraceException e) {
      plans.forEach(plan -> seen.put(plan.cluster(), Optional.of(Failure.of(e))));
    } catch (InvalidValueException e) {
      plans.forEach(plan -> seen.put(plan.cluster(), Optional.of(Failure.unreadable(e))));
    }
  }

  /** What a plan is about, as far as observing goes. */
  private static DesiredCluster target(LogConfigPlan plan) {
    return DesiredCluster.builder()
        .name(plan.cluster())
        .environment(plan.environment())
        .hostGroup(plan.hostGroup())
        .build();
  }
}
