package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigExplainer;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.Position;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.ExplainReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.Observation;
import io.github.logconfig.reconcile.OrphanRemoval;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.RunProgress;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.reconcile.internal.EnvironmentClients;
import io.github.logconfig.reconcile.internal.ReconcilerOptions;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.observe.EnvironmentObserver;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Plans a fleet. Each environment is read, planned, and released, so that only a few environments
 * are in memory at the same time.
 */
public final class FleetPlanner {

  private final EnvironmentClients clients;
  private final ReconcilerOptions options;
  private final RunProgress progress;

  public FleetPlanner(EnvironmentClients clients, ReconcilerOptions options, RunProgress progress) {
    this.clients = clients;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Result of planning, with what a writer needs besides.
   *
   * @param positions the rules that may be updated without a lock, and their positions
   * @param scopes the scopes of the clusters as they were read
   */
  public record Planned(
      PlanReport report,
      Map<ObjectId, Position> positions,
      Map<ClusterName, ManagedScope> scopes) {}

  /** The part of a run that concerns one environment. */
  private record Part(
      Environment environment, List<DesiredCluster> clusters, List<DesiredCluster> all) {}

  /** Result of planning one environment. */
  private record PartPlan(
      List<LogConfigPlan> plans,
      Map<ClusterName, Failure> withheld,
      List<OrphanRemoval> removals,
      Map<ObjectId, Position> positions,
      Map<ClusterName, ManagedScope> scopes) {}

  public Planned plan(DesiredFleet fleet) {
    return plan(fleet, false, (environment, state) -> {});
  }

  /**
   * Plans, and passes on what each environment holds, with what identifies the records of clusters.
   *
   * @param observed called by worker threads, once for each environment that could be read
   */
  public Planned plan(DesiredFleet fleet, BiConsumer<EnvironmentName, ObservedState> observed) {
    return plan(fleet, true, observed);
  }

  /**
   * Plans, and passes on what each environment holds.
   *
   * @param identifies whether to read what identifies the records of clusters
   */
  Planned plan(
      DesiredFleet fleet, boolean identifies, BiConsumer<EnvironmentName, ObservedState> observed) {
    Map<EnvironmentName, Part> parts = parts(fleet);
    Map<EnvironmentName, PartPlan> plans = new ConcurrentHashMap<>();
    Map<EnvironmentName, Failure> failures = new ConcurrentHashMap<>();
    AtomicInteger read = new AtomicInteger();
    Workers.forEachEnvironment(
        parts,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, part) -> {
          try {
            Optional<Failure> unusable = clients.unusable(name);
            if (unusable.isPresent()) {
              failures.put(name, unusable.get());
            } else {
              ObservedState state =
                  new EnvironmentObserver(clients.get(name))
                      .observe(part.environment(), part.clusters(), part.all(), identifies);
              observed.accept(name, state);
              plans.put(name, plan(part, fleet, state));
            }
          } catch (DynatraceException e) {
            failures.put(name, failure(part, Failure.of(e)));
          } catch (InvalidValueException e) {
            failures.put(name, failure(part, Failure.unreadable(e)));
          } finally {
            progress.onProgress(RunProgress.Phase.READING, read.incrementAndGet(), parts.size());
          }
        });
    return joined(fleet, parts, plans, failures);
  }

  /** Reads environments completely; see {@link EnvironmentObserver#observeAll}. */
  public Observation observe(
      Collection<Environment> environments, Collection<DesiredCluster> desired) {
    Map<EnvironmentName, Environment> parts = new LinkedHashMap<>();
    environments.forEach(environment -> parts.put(environment.name(), environment));
    Map<EnvironmentName, ObservedState> states = new ConcurrentHashMap<>();
    Map<EnvironmentName, Failure> failures = new ConcurrentHashMap<>();
    Workers.forEachEnvironment(
        parts,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, environment) -> {
          List<DesiredCluster> ofEnvironment =
              desired.stream().filter(it -> it.environment().name().equals(name)).toList();
          try {
            states.put(
                name,
                new EnvironmentObserver(clients.get(name)).observeAll(environment, ofEnvironment));
          } catch (DynatraceException e) {
            failures.put(name, Failure.of(e).in(name));
          } catch (InvalidValueException e) {
            failures.put(name, Failure.unreadable(e).in(name));
          }
        });
    Map<EnvironmentName, ObservedState> inOrder = new LinkedHashMap<>();
    Map<EnvironmentName, Failure> failed = new LinkedHashMap<>();
    for (EnvironmentName name : parts.keySet()) {
      ObservedState state = states.get(name);
      if (state != null) {
        inOrder.put(name, state);
      } else {
        failed.put(name, failures.getOrDefault(name, Workers.CANCELLED));
      }
    }
    return new Observation(inOrder, failed);
  }

  /** Clusters share the failure of their environment, so that it names the environment. */
  private static Failure failure(Part part, Failure failure) {
    return part.clusters().isEmpty() ? failure : failure.in(part.environment().name());
  }

  /** Explains what happens to logs of the selected clusters; each environment is read once. */
  public Map<ClusterName, ExplainReport> explain(DesiredFleet fleet, LogRecord known) {
    Map<EnvironmentName, Part> parts = parts(fleet);
    parts.values().removeIf(part -> part.clusters().isEmpty());
    Map<ClusterName, ExplainReport> reports = new ConcurrentHashMap<>();
    AtomicInteger read = new AtomicInteger();
    Workers.forEachEnvironment(
        parts,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, part) -> {
          try {
            Optional<Failure> unusable = clients.unusable(name);
            if (unusable.isPresent()) {
              reports.putAll(failed(part, unusable.get()));
            } else {
              reports.putAll(explain(part, known));
            }
          } catch (DynatraceException e) {
            reports.putAll(failed(part, Failure.of(e)));
          } catch (InvalidValueException e) {
            reports.putAll(failed(part, Failure.unreadable(e)));
          } finally {
            progress.onProgress(RunProgress.Phase.READING, read.incrementAndGet(), parts.size());
          }
        });
    Map<ClusterName, ExplainReport> inOrder = new LinkedHashMap<>();
    for (DesiredCluster cluster : fleet.targets()) {
      inOrder.put(
          cluster.name(),
          reports.getOrDefault(cluster.name(), ExplainReport.of(Workers.CANCELLED)));
    }
    return inOrder;
  }

  private static Map<ClusterName, ExplainReport> failed(Part part, Failure failure) {
    return part.clusters().stream()
        .collect(Collectors.toMap(DesiredCluster::name, cluster -> ExplainReport.of(failure)));
  }

  private Map<ClusterName, ExplainReport> explain(Part part, LogRecord known) {
    ObservedState state =
        new EnvironmentObserver(clients.get(part.environment().name()))
            .observe(part.environment(), part.clusters(), part.all(), false);
    Map<ClusterName, Explanation> explanations =
        LogConfigExplainer.explainAll(
            part.clusters(), part.all(), state, options.planOptions(), known);
    Map<ClusterName, ExplainReport> reports = new HashMap<>();
    for (DesiredCluster cluster : part.clusters()) {
      Explanation explanation = explanations.get(cluster.name());
      reports.put(
          cluster.name(),
          explanation != null
              ? new ExplainReport(Optional.of(explanation), Optional.empty())
              : new ExplainReport(
                  Optional.empty(),
                  Refusals.preventing(
                      LogConfigPlanner.plan(cluster, state, options.planOptions()))));
    }
    return reports;
  }

  private Map<EnvironmentName, Part> parts(DesiredFleet fleet) {
    Map<EnvironmentName, List<DesiredCluster>> all =
        fleet.state().clusters().stream()
            .collect(Collectors.groupingBy(cluster -> cluster.environment().name()));
    Map<EnvironmentName, Part> parts = new LinkedHashMap<>();
    for (DesiredCluster cluster : fleet.targets()) {
      parts
          .computeIfAbsent(
              cluster.environment().name(),
              name ->
                  new Part(
                      cluster.environment(), new ArrayList<>(), all.getOrDefault(name, List.of())))
          .clusters()
          .add(cluster);
    }
    fleet.environmentsWithoutClusters().stream()
        .filter(environment -> clients.has(environment.name()))
        .forEach(
            environment ->
                parts.put(environment.name(), new Part(environment, List.of(), List.of())));
    return parts;
  }

  private PartPlan plan(Part part, DesiredFleet fleet, ObservedState observed) {
    Map<ClusterName, Failure> withheld = new LinkedHashMap<>();
    List<LogConfigPlan> plans = new ArrayList<>();
    for (LogConfigPlan plan : planned(part, Optional.empty(), observed)) {
      Optional<Failure> forbidden = PartialState.forbidden(fleet.problems(), plan);
      forbidden.ifPresent(reason -> withheld.put(plan.cluster(), reason));
      plans.add(
          forbidden.isEmpty() ? plan : withoutRemovals(part, fleet, plan, observed).orElse(plan));
    }
    OrphanSearch search = new OrphanSearch(options.planOptions().owner(), fleet.namesOfProblems());
    List<OrphanRemoval> removals =
        fleet.knowsOrphans()
            ? OrphanRemoval.of(
                search.in(part.environment(), observed, part.all()),
                observed,
                options.planOptions().owner())
            : List.of();
    Map<ObjectId, Position> positions = new HashMap<>();
    Map<ClusterName, ManagedScope> scopes = new HashMap<>();
    for (LogConfigPlan plan : plans) {
      if (options.writeMode() == WriteMode.BATCHED) {
        positions.putAll(UpsertPositions.of(plan, observed));
      }
      scopes.put(plan.cluster(), ManagedScope.of(plan, observed, options.planOptions().owner()));
    }
    return new PartPlan(plans, withheld, removals, positions, scopes);
  }

  /**
   * Plans the clusters of a part. All desired clusters take part if entities have to be tied to
   * clusters; otherwise entities of other clusters would stay untied.
   *
   * @param instead replaces the cluster of the same name, and is the only one that is planned
   */
  private List<LogConfigPlan> planned(
      Part part, Optional<DesiredCluster> instead, ObservedState observed) {
    Set<ClusterName> names =
        instead
            .map(cluster -> Set.of(cluster.name()))
            .orElseGet(
                () ->
                    part.clusters().stream().map(DesiredCluster::name).collect(Collectors.toSet()));
    boolean needsTies = ClusterTies.areNeeded(part.clusters(), observed);
    DesiredState desired =
        DesiredState.builder()
            .addEnvironment(part.environment())
            .addAllClusters(
                part.all().stream()
                    .filter(cluster -> needsTies || names.contains(cluster.name()))
                    .map(
                        cluster ->
                            instead.filter(it -> it.name().equals(cluster.name())).orElse(cluster))
                    .toList())
            .build();
    return LogConfigPlanner.planAll(
            desired, Map.of(part.environment().name(), observed), options.planOptions())
        .clusters()
        .stream()
        .filter(plan -> names.contains(plan.cluster()))
        .toList();
  }

  /** Returns a plan for the same cluster without forbidden removals; empty if there is none. */
  private Optional<LogConfigPlan> withoutRemovals(
      Part part, DesiredFleet fleet, LogConfigPlan plan, ObservedState observed) {
    return part.clusters().stream()
        .filter(cluster -> cluster.name().equals(plan.cluster()))
        .map(cluster -> PartialState.keeping(cluster, fleet.problems(), plan))
        .flatMap(kept -> planned(part, Optional.of(kept), observed).stream())
        .filter(kept -> PartialState.forbidden(fleet.problems(), kept).isEmpty())
        .findFirst();
  }

  /** Returns all desired clusters of an environment. */
  public static List<DesiredCluster> desiredIn(EnvironmentName name, DesiredFleet fleet) {
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
    List<OrphanRemoval> removals = new ArrayList<>();
    Map<ObjectId, Position> positions = new HashMap<>();
    Map<ClusterName, ManagedScope> scopes = new LinkedHashMap<>();
    Map<ClusterName, Failure> withheld = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> {
          PartPlan plan = plans.get(name);
          if (plan != null) {
            plan.plans().forEach(it -> byCluster.put(it.cluster(), it));
            removals.addAll(plan.removals());
            positions.putAll(plan.positions());
            scopes.putAll(plan.scopes());
            withheld.putAll(plan.withheld());
            boolean emptyState = part.clusters().isEmpty() && !options.allowsEmptyDesiredState();
            if (emptyState && !plan.removals().isEmpty()) {
              environments.put(name, Refusals.emptyDesiredState(name));
            }
          } else if (part.clusters().isEmpty()) {
            environments.put(name, failures.getOrDefault(name, Workers.CANCELLED));
          }
        });
    List<LogConfigPlan> inOrder = new ArrayList<>();
    Map<ClusterName, String> digests = new LinkedHashMap<>();
    Map<ClusterName, Failure> withoutPlan = new LinkedHashMap<>();
    for (DesiredCluster cluster : fleet.targets()) {
      LogConfigPlan plan = byCluster.get(cluster.name());
      ManagedScope scope = scopes.get(cluster.name());
      if (plan != null && scope != null) {
        inOrder.add(plan);
        digests.put(cluster.name(), scope.digest());
      } else {
        withoutPlan.put(
            cluster.name(), failures.getOrDefault(cluster.environment().name(), Workers.CANCELLED));
      }
    }
    withoutPlan.putAll(fleet.leftOut());
    return new Planned(
        new PlanReport(
            new FleetPlan(inOrder),
            withoutPlan,
            removals,
            environments,
            fleet.relevantProblems(),
            withheld,
            options.impactLimit().assess(inOrder),
            digests),
        positions,
        scopes);
  }
}
