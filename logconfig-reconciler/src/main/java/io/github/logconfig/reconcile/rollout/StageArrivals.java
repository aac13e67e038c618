package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.arrival.NamespaceArrival;
import io.github.logconfig.arrival.UnknownCause;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.rollout.StageDecision.Arrival;
import io.github.logconfig.reconcile.rollout.StageDecision.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether the logs of stages arrive. Queries are charged: all stages that need a check share
 * one query per environment, and a success holds until a rule of the stage is modified.
 */
final class StageArrivals {

  private final Clock clock;
  private final ArrivalOptions options;
  private final Map<String, Checked> checks = new HashMap<>();

  private record Checked(Instant at, List<ClusterName> clusters, Arrival arrival) {}

  StageArrivals(Clock clock, ArrivalOptions options) {
    this.clock = clock;
    this.options = options.withWait(Duration.ZERO);
  }

  /** Returns how long after a modification logs can be judged. */
  Duration settling() {
    return options.delays().settled();
  }

  /** Returns an earlier success, unless a rule of the stage was modified since. */
  Optional<Arrival> known(Stage stage, List<Cluster> clusters) {
    return Optional.ofNullable(checks.get(stage.name()))
        .filter(it -> it.clusters().equals(clusters.stream().map(Cluster::name).toList()))
        .filter(
            it ->
                clusters.stream()
                    .flatMap(cluster -> cluster.modified().stream())
                    .noneMatch(it.at()::isBefore))
        .map(Checked::arrival)
        .filter(it -> stage.arrival().filter(limit -> limit.allows(it)).isPresent());
  }

  /**
   * Checks stages.
   *
   * @param applied what this process has applied
   * @return what was found, by the name of the stage
   */
  Map<String, Arrival> check(
      Reconciler reconciler,
      Rollout rollout,
      List<StageStatus> stages,
      Collection<StagedApply.Applied> applied) {
    List<ClusterName> clusters =
        stages.stream().flatMap(stage -> stage.clusters().stream()).toList();
    List<StagedApply.Applied> there =
        applied.stream().filter(it -> clusters.contains(it.plan().cluster())).toList();
    FleetPlan plans = new FleetPlan(there.stream().map(StagedApply.Applied::plan).toList());
    ArrivalOptions expecting =
        there.stream()
            .map(StagedApply.Applied::at)
            .max(Comparator.naturalOrder())
            .map(last -> options.after(new PlanReport(plans, Map.of()), last))
            .orElse(options);
    Map<ClusterName, ClusterArrival> verdicts = new HashMap<>();
    reconciler
        .verifyArrival(rollout.whole().only(clusters), expecting)
        .clusters()
        .forEach(it -> verdicts.put(it.cluster(), it));
    Map<String, Arrival> found = new HashMap<>();
    for (StageStatus stage : stages) {
      Arrival arrival =
          arrival(
              stage.clusters().stream()
                  .flatMap(cluster -> Stream.ofNullable(verdicts.get(cluster)))
                  .toList());
      found.put(stage.stage(), arrival);
      checks.put(stage.stage(), new Checked(clock.instant(), stage.clusters(), arrival));
    }
    return found;
  }

  private static Arrival arrival(List<ClusterArrival> clusters) {
    List<String> names = new ArrayList<>();
    boolean tooEarly = false;
    for (ArrivalVerdict verdict :
        List.of(
            ArrivalVerdict.MISSING,
            ArrivalVerdict.LEAKS,
            ArrivalVerdict.UNKNOWN,
            ArrivalVerdict.SILENT)) {
      for (ClusterArrival cluster : clusters) {
        for (NamespaceArrival namespace : cluster.namespaces()) {
          if (namespace.verdict() == verdict) {
            names.add(
                "namespace "
                    + namespace.namespace()
                    + " of cluster "
                    + cluster.cluster()
                    + namespace.cause().map(cause -> " (" + cause.text() + ")").orElse(""));
            tooEarly |= namespace.cause().equals(Optional.of(UnknownCause.TOO_EARLY));
          }
        }
      }
    }
    return new Arrival(
        count(clusters, ArrivalVerdict.MISSING),
        count(clusters, ArrivalVerdict.LEAKS),
        count(clusters, ArrivalVerdict.UNKNOWN),
        count(clusters, ArrivalVerdict.SILENT),
        tooEarly,
        names);
  }

  private static int count(List<ClusterArrival> clusters, ArrivalVerdict verdict) {
    return clusters.stream().mapToInt(cluster -> cluster.count(verdict)).sum();
  }
}
