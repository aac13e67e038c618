package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
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
import io.github.logconfig.reconcile.StepReport;
import io.github.logconfig.reconcile.internal.EnvironmentTasks;
import io.github.logconfig.reconcile.internal.PhaseCounter;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.observe.EnvironmentClients;
import io.github.logconfig.reconcile.internal.plan.ManagedScope;
import io.github.logconfig.reconcile.internal.plan.PartialState;
import io.github.logconfig.reconcile.internal.plan.ReconcilerOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Carries out the plans of a fleet, and what is to be done about orphans, as far as it may. */
public final class FleetApply {

  /** Findings under which the steps of a plan cannot bring about what is desired at all. */
  private static final Set<FindingCode> PREVENTING =
      Set.of(
          FindingCode.HOST_GROUP_UNKNOWN,
          FindingCode.HOST_GROUP_AMBIGUOUS,
          FindingCode.TITLE_TAKEN);

  /** The client's own limit decides how many of these may send at a time. */
  private static final int WRITERS_PER_ENVIRONMENT = 16;

  private static final Failure INCOMPLETE =
      new Failure(
          FailureKind.GUARD, "nothing is removed while a part of the desired state cannot be read");

  private final EnvironmentClients clients;
  private final ReconcilerOptions options;
  private final RunProgress progress;

  /** An orphaned host group, and how far its removal has come. */
  private record Removal(OrphanRemoval planned, ClusterProgress progress) {}

  public FleetApply(EnvironmentClients clients, ReconcilerOptions options, RunProgress progress) {
    this.clients = clients;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Carries out a plan.
   *
   * @param conflicts the clusters whose rules have changed since the plan, or that could not be
   *     looked at
   * @param places the rules that may be updated without a lock, and their positions
   * @param confirmed the scopes whose untouched managed rules have to be confirmed before the first
   *     write
   */
  public ApplyReport carryOut(
      PlanReport planned,
      Map<ClusterName, Failure> conflicts,
      Map<ObjectId, Position> places,
      Map<ClusterName, ManagedScope> confirmed) {
    List<ClusterProgress> clusters = guarded(planned, conflicts);
    clusters.forEach(
        cluster ->
            Optional.ofNullable(confirmed.get(cluster.plan().cluster()))
                .ifPresent(scope -> cluster.confirmFirst(scope.untouched())));
    Map<EnvironmentName, Failure> refused = refusedEnvironments(planned);
    List<Removal> removals =
        options.removesOrphans() ? guardedRemovals(planned, refused.keySet()) : List.of();
    write(clusters, removals, places);
    return new ApplyReport(
        reports(clusters, planned.failures()),
        orphans(planned.orphans(), removals),
        refused,
        planned.problemsBeside());
  }

  private List<ClusterProgress> guarded(PlanReport planned, Map<ClusterName, Failure> conflicts) {
    Impact impact = options.impactLimit().assess(planned.plan().clusters());
    List<ClusterProgress> clusters = new ArrayList<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      ClusterProgress progress = new ClusterProgress(plan);
      Optional.ofNullable(conflicts.get(plan.cluster()))
          .or(() -> partialState(planned, plan))
          .or(() -> impact.refusalOf(plan).map(FleetApply::refused))
          .or(() -> preventing(plan))
          .ifPresent(progress::failed);
      Optional.ofNullable(planned.withheld().get(plan.cluster())).ifPresent(progress::withheld);
      clusters.add(progress);
    }
    return clusters;
  }

  /** Why a plan for an incomplete desired state is refused; empty if it takes nothing away. */
  private static Optional<Failure> partialState(PlanReport planned, LogConfigPlan plan) {
    return PartialState.concerns(planned.problems(), plan) && PartialState.takesAway(plan)
        ? Optional.of(PartialState.withheld(plan))
        : Optional.empty();
  }

  /** The report of a plan of which nothing was tried, since the run was stopped before. */
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

  /** What stands in the way of all that is desired of a cluster. */
  public static Optional<Failure> preventing(LogConfigPlan plan) {
    return plan.findings().stream()
        .filter(finding -> PREVENTING.contains(finding.code()))
        .map(Finding::message)
        .findFirst()
        .map(message -> new Failure(FailureKind.FINDING, message));
  }

  /** Environments that could not be read, and those of which an empty desired state is doubtful. */
  private Map<EnvironmentName, Failure> refusedEnvironments(PlanReport planned) {
    Map<EnvironmentName, Failure> refused = new LinkedHashMap<>(planned.environments());
    if (options.allowsEmptyDesiredState()) {
      refused.values().removeIf(failure -> failure.kind() == FailureKind.GUARD);
    }
    return refused;
  }

  /** Orphans count with the fleet, but do not keep clusters from what they may do without them. */
  private List<Removal> guardedRemovals(PlanReport planned, Set<EnvironmentName> refused) {
    List<LogConfigPlan> all = new ArrayList<>(planned.plan().clusters());
    planned.removals().forEach(removal -> all.add(removal.plan()));
    Impact impact = options.impactLimit().assess(all);
    List<Removal> guarded = new ArrayList<>();
    for (OrphanRemoval removal : planned.removals()) {
      ClusterProgress progress = new ClusterProgress(removal.plan());
      if (!planned.problems().isEmpty()) {
        progress.failed(INCOMPLETE);
      } else if (refused.contains(removal.plan().environment().name())) {
        progress.failed(emptyDesiredState(removal.plan().environment().name()));
      } else {
        impact.refusalOf(removal.plan()).map(FleetApply::refused).ifPresent(progress::failed);
      }
      guarded.add(new Removal(removal, progress));
    }
    return guarded;
  }

  private static Failure refused(Impact.Refusal refusal) {
    return new Failure(FailureKind.GUARD, refusal.message());
  }

  public static Failure emptyDesiredState(EnvironmentName environment) {
    return new Failure(
        FailureKind.GUARD,
        "the desired state has no cluster in environment "
            + environment
            + ", which holds managed rules; accept that explicitly if it is intended");
  }

  private void write(
      List<ClusterProgress> clusters, List<Removal> removals, Map<ObjectId, Position> places) {
    Map<EnvironmentName, List<ClusterProgress>> byEnvironment = new LinkedHashMap<>();
    List<ClusterProgress> all = new ArrayList<>(clusters);
    removals.forEach(removal -> all.add(removal.progress()));
    for (ClusterProgress progress : all) {
      if (progress.isSound() && !progress.plan().isEmpty()) {
        byEnvironment
            .computeIfAbsent(progress.plan().environment().name(), name -> new ArrayList<>())
            .add(progress);
      }
    }
    List<ClusterProgress> toWrite = byEnvironment.values().stream().flatMap(List::stream).toList();
    PhaseCounter written = new PhaseCounter(progress, RunProgress.Phase.WRITING, toWrite.size());
    toWrite.forEach(cluster -> cluster.whenDone(written::oneDone));
    AtomicBoolean cancelled = new AtomicBoolean();
    EnvironmentTasks.forEach(
        byEnvironment,
        Workers.Purpose.WRITING,
        cancelled,
        (name, ofEnvironment) -> {
          try (Workers workers =
              new Workers(WRITERS_PER_ENVIRONMENT, Workers.Purpose.WRITING, cancelled)) {
            new PlanApplier(clients.get(name), workers, places).apply(ofEnvironment);
          }
        });
  }

  private static List<ClusterReport> reports(
      List<ClusterProgress> clusters, Map<ClusterName, Failure> withoutPlan) {
    List<ClusterReport> reports = new ArrayList<>();
    clusters.forEach(cluster -> reports.add(cluster.report()));
    withoutPlan.forEach(
        (cluster, failure) ->
            reports.add(new ClusterReport(cluster, withoutPlan(failure), 0, Optional.of(failure))));
    return reports;
  }

  private static Outcome withoutPlan(Failure failure) {
    return switch (failure.kind()) {
      case GUARD -> Outcome.REFUSED;
      case CANCELLED -> Outcome.NOT_ATTEMPTED;
      case CONFLICT -> Outcome.CONFLICT;
      default -> Outcome.FAILED;
    };
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
    Optional<StepReport> step =
        ofHostGroup.steps().stream()
            .filter(it -> it.step().precondition().equals(OrphanRemoval.unchanged(orphan)))
            .findFirst();
    StepReport.Outcome outcome =
        step.map(StepReport::outcome).orElse(StepReport.Outcome.NOT_ATTEMPTED);
    return switch (outcome) {
      case DONE -> new OrphanReport(orphan, Outcome.APPLIED, Optional.empty());
      case FAILED -> {
        Optional<Failure> failure = step.flatMap(StepReport::failure);
        boolean conflict = failure.filter(it -> it.kind() == FailureKind.CONFLICT).isPresent();
        yield new OrphanReport(orphan, conflict ? Outcome.CONFLICT : Outcome.FAILED, failure);
      }
      case NOT_ATTEMPTED -> {
        boolean refused = ofHostGroup.outcome() == Outcome.REFUSED;
        yield new OrphanReport(
            orphan, refused ? Outcome.REFUSED : Outcome.NOT_ATTEMPTED, ofHostGroup.failure());
      }
    };
  }
}
