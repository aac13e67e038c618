package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.Position;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.OrphanRemoval;
import io.github.logconfig.reconcile.OrphanReport;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.RunProgress;
import io.github.logconfig.reconcile.internal.EnvironmentClients;
import io.github.logconfig.reconcile.internal.ReconcilerOptions;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.plan.ManagedScope;
import io.github.logconfig.reconcile.internal.plan.PartialState;
import io.github.logconfig.reconcile.internal.plan.Refusals;
import io.github.logconfig.rule.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Applies the plans of a fleet and removes orphans, as far as the limits allow. */
public final class FleetWriter {

  /** The concurrency limit of the client is usually lower. */
  private static final int WRITERS_PER_ENVIRONMENT = 32;

  private final EnvironmentClients clients;
  private final ReconcilerOptions options;
  private final RunProgress progress;

  /** An orphaned host group, and how far its removal has come. */
  private record Removal(OrphanRemoval planned, ClusterProgress progress) {}

  public FleetWriter(EnvironmentClients clients, ReconcilerOptions options, RunProgress progress) {
    this.clients = clients;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Carries out a plan.
   *
   * @param conflicts the clusters whose rules have changed since the plan, or that could not be
   *     read
   * @param positions the rules that may be updated without a lock, and their positions
   * @param confirmed the scopes whose untouched managed rules have to be confirmed before the first
   *     write
   */
  public ApplyReport write(
      PlanReport planned,
      Map<ClusterName, Failure> conflicts,
      Map<ObjectId, Position> positions,
      Map<ClusterName, ManagedScope> confirmed) {
    List<ClusterProgress> clusters = checked(planned, conflicts);
    clusters.forEach(
        cluster ->
            Optional.ofNullable(confirmed.get(cluster.plan().cluster()))
                .ifPresent(scope -> cluster.confirmFirst(scope.untouched())));
    Map<EnvironmentName, Failure> refused = refusedEnvironments(planned);
    List<Removal> removals =
        options.removesOrphans() ? checkedRemovals(planned, refused.keySet()) : List.of();
    write(clusters, removals, positions);
    return new ApplyReport(
        reports(clusters, planned.failures()),
        orphans(planned.orphans(), removals),
        refused,
        planned.problemsBeside());
  }

  private List<ClusterProgress> checked(PlanReport planned, Map<ClusterName, Failure> conflicts) {
    Impact impact = options.impactLimit().assess(planned.plan().clusters());
    List<ClusterProgress> clusters = new ArrayList<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      ClusterProgress progress = new ClusterProgress(plan);
      Optional.ofNullable(conflicts.get(plan.cluster()))
          .or(() -> PartialState.forbidden(planned.problems(), plan))
          .or(() -> Refusals.byImpactLimit(impact, plan))
          .or(() -> Refusals.preventing(plan))
          .ifPresent(progress::failed);
      Optional.ofNullable(planned.withheld().get(plan.cluster())).ifPresent(progress::withheld);
      clusters.add(progress);
    }
    return clusters;
  }

  /** Returns the report of a plan if the run was stopped before its first write. */
  public static ApplyReport notBegun(PlanReport planned) {
    List<ClusterProgress> clusters = new ArrayList<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      ClusterProgress progress = new ClusterProgress(plan);
      Optional.ofNullable(planned.withheld().get(plan.cluster())).ifPresent(progress::withheld);
      clusters.add(progress);
    }
    return new ApplyReport(
        reports(clusters, planned.failures()),
        orphans(planned.orphans(), List.of()),
        planned.environments(),
        planned.problemsBeside());
  }

  /** Environments that could not be read, and those of which an empty desired state is doubtful. */
  private Map<EnvironmentName, Failure> refusedEnvironments(PlanReport planned) {
    Map<EnvironmentName, Failure> refused = new LinkedHashMap<>(planned.environments());
    if (options.allowsEmptyDesiredState()) {
      refused.values().removeIf(failure -> failure.kind() == FailureKind.REFUSED);
    }
    return refused;
  }

  /** Orphans count with the fleet, but do not keep clusters from what they may do without them. */
  private List<Removal> checkedRemovals(PlanReport planned, Set<EnvironmentName> refused) {
    List<LogConfigPlan> all = new ArrayList<>(planned.plan().clusters());
    planned.removals().forEach(removal -> all.add(removal.plan()));
    Impact impact = options.impactLimit().assess(all);
    List<Removal> checked = new ArrayList<>();
    for (OrphanRemoval removal : planned.removals()) {
      ClusterProgress progress = new ClusterProgress(removal.plan());
      if (!planned.problems().isEmpty()) {
        progress.failed(Refusals.INCOMPLETE_DESIRED_STATE);
      } else if (refused.contains(removal.plan().environment().name())) {
        progress.failed(Refusals.emptyDesiredState(removal.plan().environment().name()));
      } else {
        Refusals.byImpactLimit(impact, removal.plan()).ifPresent(progress::failed);
      }
      checked.add(new Removal(removal, progress));
    }
    return checked;
  }

  private void write(
      List<ClusterProgress> clusters, List<Removal> removals, Map<ObjectId, Position> positions) {
    Map<EnvironmentName, List<ClusterProgress>> byEnvironment = new LinkedHashMap<>();
    List<ClusterProgress> all = new ArrayList<>(clusters);
    List<ClusterProgress> ofOrphans = removals.stream().map(Removal::progress).toList();
    Set<ClusterProgress> orphaned = Set.copyOf(ofOrphans);
    all.addAll(ofOrphans);
    for (ClusterProgress progress : all) {
      if (progress.isPending() && !progress.plan().isEmpty()) {
        byEnvironment
            .computeIfAbsent(progress.plan().environment().name(), name -> new ArrayList<>())
            .add(progress);
      }
    }
    List<ClusterProgress> toWrite = byEnvironment.values().stream().flatMap(List::stream).toList();
    AtomicInteger written = new AtomicInteger();
    toWrite.forEach(
        cluster ->
            cluster.whenDone(
                () ->
                    progress.onProgress(
                        RunProgress.Phase.WRITING, written.incrementAndGet(), toWrite.size())));
    AtomicBoolean cancelled = new AtomicBoolean();
    Workers.forEachEnvironment(
        byEnvironment,
        Workers.Purpose.WRITING,
        cancelled,
        (name, ofEnvironment) -> {
          try (Workers workers =
              new Workers(WRITERS_PER_ENVIRONMENT, Workers.Purpose.WRITING, cancelled)) {
            EnvironmentWriter writer = new EnvironmentWriter(clients.get(name), workers, positions);
            // orphans may cover namespaces that a cluster takes over
            Map<Boolean, List<ClusterProgress>> parts =
                ofEnvironment.stream().collect(Collectors.partitioningBy(orphaned::contains));
            writer.apply(parts.getOrDefault(false, List.of()));
            writer.apply(parts.getOrDefault(true, List.of()));
          }
        });
  }

  private static List<ClusterReport> reports(
      List<ClusterProgress> clusters, Map<ClusterName, Failure> withoutPlan) {
    List<ClusterReport> reports = new ArrayList<>();
    clusters.forEach(cluster -> reports.add(cluster.report()));
    withoutPlan.forEach(
        (cluster, failure) ->
            reports.add(
                new ClusterReport(
                    cluster, Outcome.of(0, 0, Optional.of(failure)), 0, Optional.of(failure))));
    return reports;
  }

  private static List<OrphanReport> orphans(List<Orphan> orphans, List<Removal> removals) {
    Map<Orphan, OrphanReport> reports = new LinkedHashMap<>();
    orphans.forEach(
        orphan ->
            reports.put(orphan, new OrphanReport(orphan, Outcome.UNCHANGED, Optional.empty())));
    for (Removal removal : removals) {
      ClusterReport report = removal.progress().report();
      for (Orphan orphan : new LinkedHashSet<>(removal.planned().orphans())) {
        reports.put(orphan, report(orphan, report));
      }
    }
    return List.copyOf(reports.values());
  }

  private static OrphanReport report(Orphan orphan, ClusterReport ofHostGroup) {
    Optional<ClusterReport.Step> step =
        ofHostGroup.steps().stream()
            .filter(it -> it.step().precondition().equals(OrphanRemoval.unchanged(orphan)))
            .findFirst();
    ClusterReport.Step.Status status =
        step.map(ClusterReport.Step::status).orElse(ClusterReport.Step.Status.NOT_ATTEMPTED);
    return switch (status) {
      case DONE -> new OrphanReport(orphan, Outcome.APPLIED, Optional.empty());
      case FAILED -> {
        Optional<Failure> failure = step.flatMap(ClusterReport.Step::failure);
        yield new OrphanReport(orphan, Outcome.of(1, 0, failure), failure);
      }
      case NOT_ATTEMPTED -> {
        boolean refused = ofHostGroup.outcome() == Outcome.REFUSED;
        yield new OrphanReport(
            orphan, refused ? Outcome.REFUSED : Outcome.NOT_ATTEMPTED, ofHostGroup.failure());
      }
    };
  }
}
