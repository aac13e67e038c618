package io.github.logconfig.reconcile.loop;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffects;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.arrival.EnvironmentArrival;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies at an interval that logs arrive, and that the logs of namespaces that this loop has
 * stopped do not. A stopped namespace is verified until its logs are known to have stopped.
 *
 * <p>Not thread-safe; used by the thread of the loop.
 */
final class LoopArrival {

  private final Optional<Duration> interval;
  private final ArrivalOptions options;
  private final Clock clock;
  private final Map<ClusterName, Applied> stopping = new LinkedHashMap<>();
  private Instant due;

  /** A plan that has stopped namespaces, and when it was applied, by the clock of the service. */
  private record Applied(LogConfigPlan plan, Instant at) {}

  /**
   * @param interval time between verifications; empty for none
   */
  LoopArrival(Optional<Duration> interval, ArrivalOptions options, Clock clock) {
    this.interval = interval;
    this.options = options;
    this.clock = clock;
    // not at once: the first round changes rules, and a loop that restarts often must not cost much
    Duration settled = options.delays().settled();
    this.due =
        clock.instant().plus(interval.filter(it -> it.compareTo(settled) < 0).orElse(settled));
  }

  /** Remembers the namespaces that a round has stopped. */
  void applied(Reconciler reconciler, PlanReport planned, ApplyReport report) {
    if (interval.isEmpty()) {
      return;
    }
    Map<ClusterName, LogConfigPlan> plans = new HashMap<>();
    planned.plan().clusters().forEach(plan -> plans.put(plan.cluster(), plan));
    for (ClusterReport cluster : report.clusters()) {
      LogConfigPlan plan = plans.get(cluster.cluster());
      if (plan != null && cluster.stepsDone() > 0) {
        List<NamespaceEffect> stops = new ArrayList<>(stops(plan));
        Applied before = stopping.get(cluster.cluster());
        if (before != null) {
          Set<NamespaceName> known = new HashSet<>();
          plan.effects().forEach(effect -> known.add(effect.namespace()));
          stops(before.plan()).stream()
              .filter(effect -> !known.contains(effect.namespace()))
              .forEach(stops::add);
        }
        keep(plan, stops, now(reconciler, plan));
      }
    }
  }

  /** Verifies if the interval has passed. */
  Optional<ArrivalReport> verifyIfDue(LoopInput input) {
    if (interval.isEmpty() || clock.instant().isBefore(due)) {
      return Optional.empty();
    }
    due = clock.instant().plus(interval.get());
    // a stop of the last minutes must not make the other verdicts on its cluster too early
    List<Applied> settled =
        stopping.values().stream()
            .filter(
                it ->
                    !it.at()
                        .plus(options.delays().settled())
                        .isAfter(now(input.reconciler(), it.plan())))
            .toList();
    ArrivalOptions expecting =
        settled.stream()
            .map(Applied::at)
            .max(Instant::compareTo)
            .map(
                last ->
                    options.after(
                        new PlanReport(
                            new FleetPlan(settled.stream().map(Applied::plan).toList()), Map.of()),
                        last))
            .orElse(options);
    ArrivalReport report = input.reconciler().verifyArrival(input.fleet(), expecting);
    settled.forEach(it -> forgetStopped(it, report));
    return Optional.of(report);
  }

  /** Keeps only what is not known to have stopped. */
  private void forgetStopped(Applied applied, ArrivalReport report) {
    for (EnvironmentArrival environment : report.environments()) {
      for (ClusterArrival cluster : environment.clusters()) {
        if (cluster.cluster().equals(applied.plan().cluster()) && environment.failure().isEmpty()) {
          Set<NamespaceName> open = new HashSet<>();
          cluster.namespaces().stream()
              .filter(
                  it ->
                      it.verdict() == ArrivalVerdict.LEAKS
                          || it.verdict() == ArrivalVerdict.UNKNOWN)
              .forEach(it -> open.add(it.namespace()));
          keep(
              applied.plan(),
              stops(applied.plan()).stream().filter(it -> open.contains(it.namespace())).toList(),
              applied.at());
        }
      }
    }
  }

  private void keep(LogConfigPlan plan, List<NamespaceEffect> stops, Instant at) {
    if (stops.isEmpty()) {
      stopping.remove(plan.cluster());
    } else {
      LogConfigPlan only =
          LogConfigPlan.builder().from(plan).effects(NamespaceEffects.of(stops)).build();
      stopping.put(plan.cluster(), new Applied(only, at));
    }
  }

  private static List<NamespaceEffect> stops(LogConfigPlan plan) {
    return plan.effects().stream().filter(NamespaceEffect::stops).toList();
  }

  private Instant now(Reconciler reconciler, LogConfigPlan plan) {
    return reconciler.serverTime(plan.environment().name()).orElseGet(clock::instant);
  }
}
