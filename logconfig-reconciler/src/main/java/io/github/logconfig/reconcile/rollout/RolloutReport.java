package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Result of applying stages.
 *
 * @param stages the state of each stage at the end
 * @param applied one report for each selected cluster; those of later stages are not attempted
 * @since 0.1.0
 */
public record RolloutReport(List<StageStatus> stages, ApplyReport applied) {

  /** Copies the stages. */
  public RolloutReport {
    stages = List.copyOf(stages);
  }

  /** Returns whether all stages are done. */
  public boolean isComplete() {
    return current().isEmpty();
  }

  /** Returns the first stage that is not done; empty if all are. */
  public Optional<StageStatus> current() {
    return stages.stream().filter(stage -> stage.state() != StageState.DONE).findFirst();
  }

  /** Returns when the rollout may continue by itself; empty if waiting does not help. */
  public Optional<Instant> resumesAt() {
    return current().flatMap(StageStatus::until);
  }

  /**
   * Returns the failures of clusters, orphans, environments and stages. Stages that wait or soak
   * are failures of kind {@link FailureKind#WAITING}.
   */
  public List<Failure> failures() {
    List<Failure> failures = new ArrayList<>(applied.failures());
    for (StageStatus stage : stages) {
      stage.failure().filter(it -> !failures.contains(it)).ifPresent(failures::add);
    }
    if (failures.isEmpty()) {
      current()
          .map(it -> new Failure(FailureKind.WAITING, "stage " + it.stage() + " " + it.reason()))
          .ifPresent(failures::add);
    }
    return failures;
  }

  /** Returns the report of this pass and a later one over the stages that were not done. */
  RolloutReport followedBy(RolloutReport later) {
    Map<String, StageStatus> states = new LinkedHashMap<>();
    stages.forEach(stage -> states.put(stage.stage(), stage));
    later.stages().forEach(stage -> states.put(stage.stage(), stage));
    Map<ClusterName, ClusterReport> clusters = new LinkedHashMap<>();
    applied.clusters().forEach(cluster -> clusters.put(cluster.cluster(), cluster));
    later
        .applied()
        .clusters()
        .forEach(it -> clusters.merge(it.cluster(), it, RolloutReport::joined));
    return new RolloutReport(
        List.copyOf(states.values()),
        new ApplyReport(
            List.copyOf(clusters.values()),
            later.applied().orphans().isEmpty() ? applied.orphans() : later.applied().orphans(),
            applied.environments(),
            applied.problems()));
  }

  private static ClusterReport joined(ClusterReport before, ClusterReport after) {
    int done = before.stepsDone() + after.stepsDone();
    List<ClusterReport.Step> steps =
        Stream.concat(
                before.steps().stream()
                    .filter(step -> step.status() == ClusterReport.Step.Status.DONE),
                after.steps().stream())
            .toList();
    return new ClusterReport(
        after.cluster(),
        Outcome.of(steps.size(), done, after.failure()),
        done,
        after.failure(),
        steps);
  }
}
