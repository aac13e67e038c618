package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigExplainer;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plans a fleet, environment by environment: each is read, planned, and forgotten, so that never
 * more is held in memory than a few environments have.
 */
final class FleetPlanning {

  private final EnvironmentClients clients;
  private final ReconcilerOptions options;
  private final RunProgress progress;

  FleetPlanning(EnvironmentClients clients, ReconcilerOptions options, RunProgress progress) {
    this.clients = clients;
    this.options = options;
    this.progress = progress;
  }

  /**
   * What planning came to, and what has to be known beside it to write in batches.
   *
   * @param places the rules that may be updated without a lock, and where they stand
   */
  record Planned(PlanReport report, Map<ObjectId, Position> places) {}

  /** What one environment has to do with a run. */
  private record Part(Environment environment, List<DesiredCluster> clusters) {}

  /** Result of planning one environment. */
  private record PartPlan(
      List<LogConfigPlan> plans,
      Map<ClusterName, Failure> withheld,
      List<Orphan> orphans,
      Map<ObjectId, Position> places) {}

  Planned plan(DesiredFleet fleet) {
    Map<EnvironmentName, Part> parts = parts(fleet);
    Map<EnvironmentName, PartPlan> plans = new ConcurrentHashMap<>();
    Map<EnvironmentName, Failure> failures = new ConcurrentHashMap<>();
    PhaseCounter read = new PhaseCounter(progress, RunProgress.Phase.READING, parts.size());
    EnvironmentTasks.forEach(
        parts,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, part) -> {
          try {
            Optional<Failure> unusable = clients.unusable(name);
            if (unusable.isPresent()) {
              failures.put(name, unusable.get());
            } else {
              plans.put(name, plan(part, fleet));
            }
          } catch (DynatraceException e) {
            failures.put(name, Failure.of(e));
          } catch (InvalidValueException e) {
            failures.put(name, Failure.unreadable(e));
          } finally {
            read.oneDone();
          }
        });
    return joined(fleet, parts, plans, failures);
  }

  ExplainReport explain(DesiredCluster desired, LogRecord known) {
    Optional<Failure> unusable = clients.unusable(desired.environment().name());
    if (unusable.isPresent()) {
      return new ExplainReport(Optional.empty(), unusable);
    }
    ObservedState state;
    try {
      state = observe(desired.environment(), List.of(desired));
    } catch (DynatraceException e) {
      return new ExplainReport(Optional.empty(), Optional.of(Failure.of(e)));
    }
    Optional<Explanation> explanation =
        LogConfigExplainer.explain(desired, state, options.planOptions(), known);
    return new ExplainReport(
        explanation,
        explanation.isPresent()
            ? Optional.empty()
            : FleetApply.preventing(LogConfigPlanner.plan(desired, state, options.planOptions())));
  }

  private ObservedState observe(Environment environment, List<DesiredCluster> clusters) {
    return new EnvironmentObserver(clients.get(environment.name()), options.planOptions().owner())
        .observe(environment, clusters);
  }

  private Map<EnvironmentName, Part> parts(DesiredFleet fleet) {
    Map<EnvironmentName, Part> parts = new LinkedHashMap<>();
    for (DesiredCluster cluster : fleet.targets()) {
      parts
          .computeIfAbsent(
              cluster.environment().name(),
              name -> new Part(cluster.environment(), new ArrayList<>()))
          .clusters()
          .add(cluster);
    }
    fleet.environmentsWithoutClusters().stream()
        .filter(environment -> clients.has(environment.name()))
        .forEach(environment -> parts.put(environment.name(), new Part(environment, List.of())));
    return parts;
  }

  private PartPlan plan(Part part, DesiredFleet fleet) {
    EnvironmentName name = part.environment().name();
    ObservedState observed = observe(part.environment(), part.clusters());
    Map<ClusterName, Failure> withheld = new LinkedHashMap<>();
    List<LogConfigPlan> plans = new ArrayList<>();
    for (LogConfigPlan plan : planned(part.environment(), part.clusters(), observed)) {
      if (PartialState.concerns(fleet.problems(), plan.cluster()) && PartialState.takesAway(plan)) {
        withheld.put(plan.cluster(), PartialState.withheld(plan));
        plans.add(withoutRemovals(part, plan, observed).orElse(plan));
      } else {
        plans.add(plan);
      }
    }
    OrphanSearch search =
        new OrphanSearch(options.planOptions().owner(), fleet.hostGroupsOfProblems());
    List<Orphan> orphans =
        fleet.knowsOrphans()
            ? search.in(part.environment(), observed, desiredIn(name, fleet))
            : List.of();
    Map<ObjectId, Position> places = new HashMap<>();
    if (options.writeMode() == WriteMode.BATCHED) {
      plans.forEach(plan -> places.putAll(UpsertPlaces.of(plan, observed)));
    }
    return new PartPlan(plans, withheld, orphans, places);
  }

  private List<LogConfigPlan> planned(
      Environment environment, List<DesiredCluster> clusters, ObservedState observed) {
    DesiredState desired =
        DesiredState.builder().addEnvironment(environment).addAllClusters(clusters).build();
    return LogConfigPlanner.planAll(
            desired, Map.of(environment.name(), observed), options.planOptions())
        .clusters();
  }

  /** Returns a plan for the same cluster that only adds; empty if there is none. */
  private Optional<LogConfigPlan> withoutRemovals(
      Part part, LogConfigPlan plan, ObservedState observed) {
    return part.clusters().stream()
        .filter(cluster -> cluster.name().equals(plan.cluster()))
        .map(cluster -> PartialState.keeping(cluster, plan))
        .flatMap(kept -> planned(part.environment(), List.of(kept), observed).stream())
        .filter(kept -> !PartialState.takesAway(kept))
        .findFirst();
  }

  private static List<DesiredCluster> desiredIn(EnvironmentName name, DesiredFleet fleet) {
    return fleet.state().clusters().stream()
        .filter(cluster -> cluster.environment().name().equals(name))
        .toList();
  }

  private Planned joined(
      DesiredFleet fleet,
      Map<EnvironmentName, Part> parts,
      Map<EnvironmentName, PartPlan> plans,
      Map<EnvironmentName, Failure> failures) {
    Map<ClusterName, LogConfigPlan> byCluster = new HashMap<>();
    Map<EnvironmentName, Failure> environments = new LinkedHashMap<>();
    List<Orphan> orphans = new ArrayList<>();
    Map<ObjectId, Position> places = new HashMap<>();
    Map<ClusterName, Failure> withheld = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> {
          PartPlan plan = plans.get(name);
          if (plan != null) {
            plan.plans().forEach(it -> byCluster.put(it.cluster(), it));
            orphans.addAll(plan.orphans());
            places.putAll(plan.places());
            withheld.putAll(plan.withheld());
            boolean doubtful = part.clusters().isEmpty() && !options.allowsEmptyDesiredState();
            if (doubtful && !plan.orphans().isEmpty()) {
              environments.put(name, FleetApply.emptyDesiredState(name));
            }
          } else if (part.clusters().isEmpty()) {
            environments.put(name, failures.getOrDefault(name, ClusterProgress.CANCELLED));
          }
        });
    List<LogConfigPlan> inOrder = new ArrayList<>();
    Map<ClusterName, Failure> withoutPlan = new LinkedHashMap<>();
    for (DesiredCluster cluster : fleet.targets()) {
      LogConfigPlan plan = byCluster.get(cluster.name());
      if (plan != null) {
        inOrder.add(plan);
      } else {
        withoutPlan.put(
            cluster.name(),
            failures.getOrDefault(cluster.environment().name(), ClusterProgress.CANCELLED));
      }
    }
    withoutPlan.putAll(fleet.leftOut());
    return new Planned(
        new PlanReport(
            new FleetPlan(inOrder),
            withoutPlan,
            orphans,
            environments,
            fleet.relevantProblems(),
            withheld),
        places);
  }
}
