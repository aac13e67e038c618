package io.github.logconfig.reconcile.loop;

import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.rollout.RolloutReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Result of one round of a {@link ReconcileLoop}.
 *
 * @param number the number of the round, from 1
 * @param began the start of the round
 * @param took the duration of the round
 * @param revision the revision of the source; empty if the source has none
 * @param failure why the whole round failed; empty if it did not
 * @param plan the plans, and the failures of clusters without a plan; its stages are those after
 *     applying
 * @param applied the result of applying; empty if the loop only plans, or the whole round failed
 * @param arrival the result of verifying that logs arrive; empty if that was not due
 * @since 0.1.0
 */
public record LoopRound(
    int number,
    Instant began,
    Duration took,
    String revision,
    Optional<Failure> failure,
    PlanReport plan,
    Optional<ApplyReport> applied,
    Optional<ArrivalReport> arrival) {

  private static final Set<FailureKind> PREVENTS_WORK =
      Set.of(
          FailureKind.CONFIGURATION,
          FailureKind.PERMISSION,
          FailureKind.UNREACHABLE,
          FailureKind.NOT_FOUND,
          FailureKind.CANCELLED);

  /** Returns all failures of the round and of single clusters. */
  public List<Failure> failures() {
    List<Failure> all = new ArrayList<>();
    if (failure.isPresent()) {
      all.add(failure.get());
    } else if (applied.isPresent()) {
      all.addAll(new RolloutReport(plan.stages(), applied.get()).failures());
    } else {
      all.addAll(plan.failures().values());
      all.addAll(plan.environments().values());
      all.addAll(plan.withheld().values());
      plan.problemsBeside().forEach(problem -> all.add(Failure.of(problem)));
    }
    return all;
  }

  /**
   * Whether the loop could do its work: the source could be read, and every environment of the
   * desired state could be read and, unless the loop only plans, written. An environment without a
   * token or a usable address could not be read. Invalid desired state, refusals by the impact
   * limit, conflicts and findings of single clusters do not count: they are reported.
   */
  public boolean isGood() {
    return failure.isEmpty()
        && plan.failures().values().stream().allMatch(LoopRound::isAboutDesiredState)
        && plan.environments().values().stream().allMatch(LoopRound::isAboutDesiredState)
        && failures().stream().map(Failure::kind).noneMatch(PREVENTS_WORK::contains);
  }

  private static boolean isAboutDesiredState(Failure failure) {
    return failure.kind() == FailureKind.DESIRED_STATE || failure.kind() == FailureKind.REFUSED;
  }

  /** Returns whether nothing changed, nothing failed, and the arrival of logs was not verified. */
  public boolean isQuiet() {
    return plan.plan().isEmpty() && failures().isEmpty() && arrival.isEmpty();
  }

  /** Returns whether there are failures and no plans. */
  public boolean hasNothingToShow() {
    return plan.plan().clusters().isEmpty() && !failures().isEmpty();
  }

  /** Returns a round in which nothing was planned. */
  static LoopRound failed(
      int number, Instant began, Duration took, Failure failure, List<Problem> problems) {
    return new LoopRound(
        number,
        began,
        took,
        "",
        Optional.of(failure),
        new PlanReport(new FleetPlan(List.of()), Map.of()).withProblems(problems),
        Optional.empty(),
        Optional.empty());
  }
}
