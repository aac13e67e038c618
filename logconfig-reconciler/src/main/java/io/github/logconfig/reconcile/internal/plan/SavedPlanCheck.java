package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.internal.Pause;
import io.github.logconfig.reconcile.internal.ReconcilerOptions;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Plans the desired state of a saved plan again, and compares the steps. A document is not trusted:
 * only steps that are also part of the new plan are applied.
 */
public final class SavedPlanCheck {

  /** Reads may show a write only some time later. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ZERO, Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final FleetPlanner planning;
  private final ReconcilerOptions options;
  private final Pause pause;

  public SavedPlanCheck(FleetPlanner planning, ReconcilerOptions options, Pause pause) {
    this.planning = planning;
    this.options = options;
    this.pause = pause;
  }

  /**
   * Result of the check.
   *
   * @param planned the fresh plans; of clusters with a conflict the saved ones
   * @param conflicts the clusters whose rules have changed since the plan, or that could not be
   *     read
   */
  public record Result(FleetPlanner.Planned planned, Map<ClusterName, Failure> conflicts) {

    /** Returns the report without the plans of clusters with a conflict; these have failed. */
    public PlanReport confirmed() {
      PlanReport report = planned.report();
      List<LogConfigPlan> plans =
          report.plan().clusters().stream()
              .filter(plan -> !conflicts.containsKey(plan.cluster()))
              .toList();
      Map<ClusterName, Failure> failures = new LinkedHashMap<>(report.failures());
      failures.putAll(conflicts);
      return new PlanReport(
          new FleetPlan(plans),
          failures,
          report.removals(),
          report.environments(),
          report.problems(),
          report.withheld(),
          report.impact().limit().assess(plans),
          report.scopeDigests());
    }
  }

  /**
   * Reads the environments after the writes: another run may have written to the same scopes.
   *
   * @return the report, with a conflict for each cluster that differs from the result of its plan
   */
  public ApplyReport confirmWritten(PlanReport fresh, ApplyReport applied) {
    Set<ClusterName> written =
        applied.clusters().stream()
            .filter(it -> it.stepsDone() > 0 && it.stepsDone() == it.steps().size())
            .map(ClusterReport::cluster)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<ClusterName, Failure> unread = new HashMap<>();
    for (int i = 0; i < PAUSES.size() && !written.isEmpty(); i++) {
      try {
        pause.await(PAUSES.get(i));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return applied;
      }
      PlanReport now = planning.plan(desired(fresh).only(written)).report();
      now.plan().clusters().stream()
          .filter(LogConfigPlan::isEmpty)
          .forEach(confirmed -> written.remove(confirmed.cluster()));
      unread.clear();
      unread.putAll(now.failures());
    }
    return new ApplyReport(
        applied.clusters().stream()
            .map(
                it ->
                    written.contains(it.cluster())
                        ? unconfirmed(it, Optional.ofNullable(unread.get(it.cluster())))
                        : it)
            .toList(),
        applied.orphans(),
        applied.environments(),
        applied.problems());
  }

  /** Returns the report of a cluster whose rules differ after all steps, or could not be read. */
  private static ClusterReport unconfirmed(ClusterReport report, Optional<Failure> unread) {
    Failure failure =
        unread.orElseGet(
            () ->
                new Failure(
                    FailureKind.CONFLICT,
                    "another run has written to the same host group in the meantime; the rules"
                        + " differ from the result of the plan"));
    return new ClusterReport(
        report.cluster(),
        Outcome.of(report.steps().size(), report.stepsDone(), Optional.of(failure)),
        report.stepsDone(),
        Optional.of(failure),
        report.steps());
  }

  /**
   * Checks a saved plan against the environments.
   *
   * @throws InvalidPlanException if the steps of a cluster do not follow from its desired state
   *     although the rules are as the plan saw them
   */
  public Result check(PlanReport saved) {
    Map<EnvironmentName, ObservedState> observed = new ConcurrentHashMap<>();
    FleetPlanner.Planned fresh = planning.plan(desired(saved), false, observed::put);
    Map<ClusterName, LogConfigPlan> byCluster = new LinkedHashMap<>();
    fresh.report().plan().clusters().forEach(plan -> byCluster.put(plan.cluster(), plan));
    Map<ClusterName, Failure> conflicts = new LinkedHashMap<>();
    List<LogConfigPlan> plans = new ArrayList<>();
    for (LogConfigPlan plan : saved.plan().clusters()) {
      LogConfigPlan now = byCluster.get(plan.cluster());
      if (now == null) {
        conflicts.put(
            plan.cluster(),
            fresh.report().failures().getOrDefault(plan.cluster(), Workers.CANCELLED));
        plans.add(plan);
      } else if (steps(now).equals(steps(plan))) {
        plans.add(now);
      } else {
        conflicts.put(plan.cluster(), conflict(plan, saved, fresh, observed));
        plans.add(plan);
      }
    }
    PlanReport report =
        new PlanReport(
            new FleetPlan(plans),
            saved.failures(),
            saved.removals(),
            saved.environments(),
            saved.problems(),
            saved.withheld(),
            options.impactLimit().assess(plans),
            fresh.report().scopeDigests());
    return new Result(
        new FleetPlanner.Planned(report, fresh.positions(), fresh.scopes()), conflicts);
  }

  private static List<PlanStep> steps(LogConfigPlan plan) {
    return plan.steps().stream().map(PlanStep::withoutRuleBefore).toList();
  }

  private Failure conflict(
      LogConfigPlan plan,
      PlanReport saved,
      FleetPlanner.Planned fresh,
      Map<EnvironmentName, ObservedState> observed) {
    ManagedScope scope = fresh.scopes().get(plan.cluster());
    String seen = saved.scopeDigests().get(plan.cluster());
    ObservedState state = observed.get(plan.environment().name());
    if (scope == null || state == null) {
      return Workers.CANCELLED;
    }
    if (scope.digest().equals(seen)) {
      requireAdoption(plan, fresh);
      throw new InvalidPlanException(
          "the steps of cluster "
              + plan.cluster()
              + " are not those that its desired state needs, although its rules are as the plan"
              + " saw them; the document was edited, or was made with other options");
    }
    return PlanConflict.of(plan, state)
        .orElseGet(
            () ->
                new Failure(
                    FailureKind.CONFLICT,
                    "the rules have changed since the plan was made: rules of "
                        + plan.target().noun()
                        + " "
                        + plan.targetName()));
  }

  /** A saved plan cannot ask for the adoption of a rule by which something is lost. */
  private static void requireAdoption(LogConfigPlan plan, FleetPlanner.Planned fresh) {
    Set<ObjectId> adopted =
        fresh.report().plan().clusters().stream()
            .filter(now -> now.cluster().equals(plan.cluster()))
            .flatMap(now -> Adoption.of(FleetPlan.of(now)).reviewedObjects().stream())
            .collect(Collectors.toSet());
    plan.findings().stream()
        .filter(finding -> finding.code() == FindingCode.ADOPTED)
        .flatMap(finding -> finding.rule().stream())
        .filter(rule -> rule.objectId().filter(id -> !adopted.contains(id)).isPresent())
        .findFirst()
        .ifPresent(
            rule -> {
              throw new InvalidPlanException(
                  "the plan of cluster "
                      + plan.cluster()
                      + " adopts rule "
                      + Quoted.of(rule.title())
                      + ", and this run does not ask for that; repeat the option of plan that"
                      + " adopts it");
            });
  }

  /**
   * Returns the desired state that plans lead to.
   *
   * @throws InvalidPlanException if a cluster is there twice, or its fingerprint is not that of its
   *     desired state
   */
  public static DesiredFleet desired(PlanReport saved) {
    Set<ClusterName> names = new LinkedHashSet<>();
    DesiredState.Builder state = DesiredState.builder();
    saved.plan().clusters().stream()
        .map(LogConfigPlan::environment)
        .distinct()
        .forEach(state::addEnvironment);
    for (LogConfigPlan plan : saved.plan().clusters()) {
      if (!names.add(plan.cluster())) {
        throw new InvalidPlanException("the plan has cluster " + plan.cluster() + " twice");
      }
      state.addCluster(cluster(plan));
    }
    try {
      return DesiredFleet.from(new LoadedState(state.build(), saved.problems())).only(names);
    } catch (ConfigValidationException e) {
      throw new InvalidPlanException("the plan is inconsistent: " + e.getMessage());
    }
  }

  private static DesiredCluster cluster(LogConfigPlan plan) {
    DesiredCluster cluster =
        plan.desired()
            .orElseThrow(
                () ->
                    new InvalidPlanException(
                        "the plan of cluster " + plan.cluster() + " has no desired state"));
    if (!Fingerprint.of(plan.environment(), cluster).equals(plan.fingerprint())) {
      throw new InvalidPlanException(
          "the plan of cluster "
              + plan.cluster()
              + " has a fingerprint that is not that of its desired state");
    }
    return cluster;
  }
}
