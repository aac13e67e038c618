package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.internal.write.FleetWriter;
import io.github.logconfig.reconcile.rollout.StageDecision.Arrival;
import io.github.logconfig.reconcile.rollout.StageDecision.Cluster;
import io.github.logconfig.reconcile.rollout.StageDecision.Facts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies the stages of a rollout one after the other, and stops at the first stage that fails.
 *
 * <p>The state of a rollout is not stored. A stage is done if its clusters are as desired, the soak
 * time has passed since the service has recorded the last modification of their managed rules, and
 * the logs arrive within the limit of the stage. So every run continues where the last one ended.
 * Only a deletion leaves no trace in the service: its soak time is known to this object alone.
 *
 * <p><b>Thread safety:</b> not thread-safe.
 *
 * @since 0.1.0
 */
public final class StagedApply {

  private final Clock clock;
  private final StageArrivals arrivals;

  /**
   * What this object has applied. Deletions leave no time in the service, and logs that were
   * stopped must not arrive.
   */
  private final Map<ClusterName, Applied> applied = new LinkedHashMap<>();

  /** A plan, and when it was applied, by the clock of the service. */
  record Applied(LogConfigPlan plan, Instant at) {}

  /** Creates an object that uses the clock of the system, and the default limits of queries. */
  public StagedApply() {
    this(Clock.systemUTC(), ArrivalOptions.DEFAULT);
  }

  /**
   * Creates an object.
   *
   * @param clock the clock that soak times are measured with; differences to the clocks of the
   *     environments are considered
   * @param arrival how to check whether logs arrive, for stages with a limit; what was applied and
   *     how long to wait is not used
   */
  public StagedApply(Clock clock, ArrivalOptions arrival) {
    this.clock = clock;
    this.arrivals = new StageArrivals(clock, arrival);
  }

  /** Waits until a stage may have soaked. */
  @FunctionalInterface
  public interface Waiting {

    /**
     * Waits.
     *
     * @param soFar what was done until now
     * @param until when to return; may be in the past
     * @return false to end the rollout for now
     */
    boolean await(RolloutReport soFar, Instant until);
  }

  /** What is known about the clusters of a run. */
  private record Observed(
      PlanReport planned,
      Map<ClusterName, LogConfigPlan> plans,
      Map<ClusterName, ClusterReport> reports,
      Set<ClusterName> selected,
      Set<ClusterName> unobserved,
      Map<ClusterName, Instant> modified,
      Map<String, Arrival> arrivals) {

    boolean changes(ClusterName cluster) {
      LogConfigPlan plan = plans.get(cluster);
      return plan != null && !plan.isEmpty() && !reports.containsKey(cluster);
    }
  }

  /**
   * Returns the state of each stage, as far as it is known from the plan. Sends no request.
   *
   * @param reconciler the reconciler that has planned
   * @param fleet the selected clusters
   * @param planned the plan of the fleet
   */
  public List<StageStatus> preview(
      Reconciler reconciler, DesiredFleet fleet, Rollout rollout, PlanReport planned) {
    Observed observed =
        observe(reconciler, fleet, planned, Optional.empty(), gates(fleet, rollout, planned));
    return StageDecision.decide(facts(rollout, observed), clock.instant());
  }

  /**
   * Applies all stages that may be applied now. Does not wait. Orphans are removed, if the
   * reconciler removes them at all, when all stages are done.
   *
   * @param reconciler the reconciler that has planned
   * @param fleet the selected clusters; clusters of earlier stages that are not selected are
   *     observed, and must be done before
   * @param planned the plan of the fleet; its impact limit counts all stages together
   * @return what was done; {@linkplain RolloutReport#isComplete() complete} if no stage is left
   */
  public RolloutReport apply(
      Reconciler reconciler, DesiredFleet fleet, Rollout rollout, PlanReport planned) {
    return withoutOrphans(reconciler, planned, pass(reconciler, fleet, rollout, planned, Set.of()));
  }

  /**
   * Applies all stages, waiting for soak times. After a wait, the stages that are not done are read
   * again.
   *
   * @param planned the plan of the fleet; its impact limit counts all stages together
   * @param waiting waits between two stages
   * @return what was done in all
   */
  public RolloutReport applyAll(
      Reconciler reconciler,
      DesiredFleet fleet,
      Rollout rollout,
      PlanReport planned,
      Waiting waiting) {
    RolloutReport report = pass(reconciler, fleet, rollout, planned, Set.of());
    Optional<Instant> until = report.resumesAt();
    while (until.isPresent() && waiting.await(report, until.get())) {
      DesiredFleet rest = fleet.only(remaining(fleet, report));
      report =
          report.followedBy(pass(reconciler, rest, rollout, reconciler.plan(rest), names(fleet)));
      until = report.resumesAt();
    }
    return withoutOrphans(reconciler, planned, report);
  }

  /**
   * @param seen clusters of stages that earlier passes have found to be done, and of this pass
   */
  private RolloutReport pass(
      Reconciler reconciler,
      DesiredFleet fleet,
      Rollout rollout,
      PlanReport planned,
      Set<ClusterName> seen) {
    Set<ClusterName> gates = gates(fleet, rollout, planned);
    gates.removeAll(seen);
    Optional<PlanReport> others =
        gates.isEmpty()
            ? Optional.empty()
            : Optional.of(reconciler.plan(rollout.whole().only(gates)));
    Observed observed = observe(reconciler, fleet, planned, others, Set.of());
    while (true) {
      List<StageStatus> statuses = StageDecision.decide(facts(rollout, observed), clock.instant());
      Optional<StageStatus> ready =
          statuses.stream().filter(status -> status.state() == StageState.READY).findFirst();
      if (ready.isPresent()) {
        applyStage(reconciler, observed, ready.get());
        continue;
      }
      List<StageStatus> unchecked = unchecked(statuses);
      if (unchecked.isEmpty()) {
        return report(observed, statuses);
      }
      observed.arrivals().putAll(arrivals.check(reconciler, rollout, unchecked, applied.values()));
    }
  }

  /** Orphans belong to no stage; namespaces that they cover may be desired by the last one. */
  private static RolloutReport withoutOrphans(
      Reconciler reconciler, PlanReport planned, RolloutReport report) {
    if (planned.removals().isEmpty() || !report.isComplete()) {
      return report;
    }
    ApplyReport removed = reconciler.apply(planned.onlyRemovals());
    return new RolloutReport(
        report.stages(),
        new ApplyReport(
            report.applied().clusters(),
            removed.orphans(),
            removed.environments(),
            report.applied().problems()));
  }

  private static List<ClusterName> remaining(DesiredFleet fleet, RolloutReport report) {
    Set<ClusterName> selected = names(fleet);
    return report.stages().stream()
        .filter(stage -> stage.state() != StageState.DONE)
        .flatMap(stage -> stage.clusters().stream())
        .filter(selected::contains)
        .toList();
  }

  private static Set<ClusterName> names(DesiredFleet fleet) {
    Set<ClusterName> names = new LinkedHashSet<>(fleet.leftOut().keySet());
    fleet.targets().forEach(cluster -> names.add(cluster.name()));
    return names;
  }

  /**
   * @param others plans of clusters that are not selected
   * @param unobserved clusters that have to be done before selected ones, and have no plan
   */
  private Observed observe(
      Reconciler reconciler,
      DesiredFleet fleet,
      PlanReport planned,
      Optional<PlanReport> others,
      Set<ClusterName> unobserved) {
    Map<ClusterName, LogConfigPlan> plans = new HashMap<>();
    Map<ClusterName, ClusterReport> reports = new LinkedHashMap<>();
    for (PlanReport report : Stream.concat(others.stream(), Stream.of(planned)).toList()) {
      report.plan().clusters().forEach(plan -> plans.put(plan.cluster(), plan));
      FleetWriter.notBegun(report).clusters().stream()
          .filter(it -> it.steps().isEmpty())
          .forEach(it -> reports.put(it.cluster(), it));
      report.plan().clusters().stream()
          .flatMap(plan -> refused(report, plan).stream())
          .forEach(it -> reports.put(it.cluster(), it));
    }
    return new Observed(
        planned,
        plans,
        reports,
        names(fleet),
        unobserved,
        modified(reconciler, plans),
        new HashMap<>());
  }

  /** Returns the clusters that are not selected, and that must be done before a selected one. */
  private static Set<ClusterName> gates(DesiredFleet fleet, Rollout rollout, PlanReport planned) {
    Set<ClusterName> gates =
        rollout.before(
            planned.plan().clusters().stream()
                .filter(plan -> !plan.isEmpty())
                .map(LogConfigPlan::cluster)
                .toList());
    gates.removeAll(names(fleet));
    return gates;
  }

  /** The impact limit of the whole run refuses the plan, not only that of its stage. */
  private static Optional<ClusterReport> refused(PlanReport planned, LogConfigPlan plan) {
    return planned
        .impact()
        .refusalOf(plan)
        .map(refusal -> new Failure(FailureKind.REFUSED, refusal.message()))
        .map(failure -> notAttempted(plan, failure));
  }

  private static ClusterReport notAttempted(LogConfigPlan plan, Failure failure) {
    return new ClusterReport(
        plan.cluster(),
        Outcome.of(plan.steps().size(), 0, Optional.of(failure)),
        0,
        Optional.of(failure),
        plan.steps().stream()
            .map(
                step ->
                    new ClusterReport.Step(
                        step, ClusterReport.Step.Status.NOT_ATTEMPTED, Optional.empty()))
            .toList());
  }

  /** Returns when managed rules were modified, by the own clock. */
  private Map<ClusterName, Instant> modified(
      Reconciler reconciler, Map<ClusterName, LogConfigPlan> plans) {
    Map<EnvironmentName, Duration> ahead = new HashMap<>();
    Map<ClusterName, Instant> modified = new HashMap<>();
    for (LogConfigPlan plan : plans.values()) {
      Duration ofEnvironment =
          ahead.computeIfAbsent(plan.environment().name(), it -> ahead(reconciler, it));
      Stream.concat(
              plan.modified().stream(),
              Stream.ofNullable(applied.get(plan.cluster())).map(Applied::at))
          .max(Comparator.naturalOrder())
          .ifPresent(last -> modified.put(plan.cluster(), last.minus(ofEnvironment)));
    }
    return modified;
  }

  private Duration ahead(Reconciler reconciler, EnvironmentName environment) {
    return reconciler
        .serverTime(environment)
        .map(theirs -> Duration.between(clock.instant(), theirs))
        .orElse(Duration.ZERO);
  }

  /** Returns what is known about the stages; a stage without selected clusters may be left out. */
  private List<Facts> facts(Rollout rollout, Observed observed) {
    List<Facts> facts = new ArrayList<>();
    for (Rollout.Members members : rollout.stages()) {
      List<Cluster> clusters =
          members.clusters().stream()
              .filter(name -> isKnown(name, observed))
              .map(name -> cluster(name, observed))
              .toList();
      int unobserved =
          (int) members.clusters().stream().filter(observed.unobserved()::contains).count();
      if (clusters.isEmpty() && unobserved == 0 && !members.clusters().isEmpty()) {
        continue;
      }
      facts.add(
          new Facts(
              members.stage(),
              clusters,
              unobserved,
              arrivals.settling(),
              Optional.ofNullable(observed.arrivals().get(members.stage().name()))
                  .or(() -> arrivals.known(members.stage(), clusters))));
    }
    return facts;
  }

  private static boolean isKnown(ClusterName name, Observed observed) {
    return observed.plans().containsKey(name) || observed.reports().containsKey(name);
  }

  private static Cluster cluster(ClusterName name, Observed observed) {
    LogConfigPlan plan = observed.plans().get(name);
    ClusterReport report = observed.reports().get(name);
    return new Cluster(
        name,
        observed.selected().contains(name),
        observed.changes(name),
        report == null ? Optional.empty() : report.failure(),
        Optional.ofNullable(observed.modified().get(name)),
        plan != null && plan.managedNow() > 0 && plan.modified().isEmpty());
  }

  private void applyStage(Reconciler reconciler, Observed observed, StageStatus stage) {
    Set<ClusterName> clusters =
        stage.clusters().stream()
            .filter(observed.selected()::contains)
            .filter(observed::changes)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    ApplyReport result = reconciler.apply(observed.planned().only(clusters));
    for (ClusterReport report : result.clusters()) {
      observed.reports().put(report.cluster(), report);
      if (report.stepsDone() > 0) {
        LogConfigPlan plan = observed.plans().get(report.cluster());
        if (plan != null) {
          Duration ahead = ahead(reconciler, plan.environment().name());
          applied.put(plan.cluster(), new Applied(plan, clock.instant().plus(ahead)));
        }
        observed.modified().put(report.cluster(), clock.instant());
      }
    }
  }

  /** Returns the stages whose logs have to be checked now: one query can check all of them. */
  private static List<StageStatus> unchecked(List<StageStatus> statuses) {
    List<StageStatus> unchecked = new ArrayList<>();
    for (StageStatus status : statuses) {
      boolean canBeChecked = status.state() == StageState.VERIFYING && status.until().isEmpty();
      if (canBeChecked) {
        unchecked.add(status);
      } else if (status.state() != StageState.DONE) {
        break;
      }
    }
    return unchecked;
  }

  private static RolloutReport report(Observed observed, List<StageStatus> statuses) {
    PlanReport planned = observed.planned();
    List<ClusterReport> clusters = new ArrayList<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      ClusterReport done = observed.reports().get(plan.cluster());
      clusters.add(done != null ? done : notAttempted(plan, waits(plan.cluster(), statuses)));
    }
    planned.failures().keySet().stream()
        .flatMap(name -> Stream.ofNullable(observed.reports().get(name)))
        .forEach(clusters::add);
    ApplyReport beside = FleetWriter.notBegun(planned);
    return new RolloutReport(
        statuses,
        new ApplyReport(clusters, beside.orphans(), beside.environments(), beside.problems()));
  }

  private static Failure waits(ClusterName cluster, List<StageStatus> statuses) {
    StageStatus stage =
        statuses.stream().filter(it -> it.clusters().contains(cluster)).findFirst().orElseThrow();
    return new Failure(FailureKind.WAITING, "stage " + stage.stage() + " " + stage.reason());
  }
}
