package io.github.logconfig.reconcile;

import io.github.logconfig.plan.FleetPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one round of a {@link ReconcileLoop} came to.
 *
 * @param number counted from 1
 * @param began when it began
 * @param took how long it took
 * @param revision which state of the source was read; empty if the source does not say
 * @param failure why the round as a whole came to nothing; empty if it did not
 * @param plan what was planned, and why clusters have no plan
 * @param apply what was written; empty if writing was not asked for, or the round failed as a whole
 * @since 0.1.0
 */
public record LoopRound(
    int number,
    Instant began,
    Duration took,
    String revision,
    Optional<Failure> failure,
    PlanReport plan,
    Optional<ApplyReport> apply) {

  /**
   * Everything that went wrong, of the round and of single clusters.
   *
   * @return the failures; none if nothing went wrong
   */
  public List<Failure> failures() {
    List<Failure> all = new ArrayList<>();
    failure.ifPresent(all::add);
    if (apply.isPresent()) {
      all.addAll(apply.get().failures());
    } else {
      all.addAll(plan.failures().values());
      all.addAll(plan.environments().values());
      plan.broken().stream()
          .filter(part -> part.cluster().isEmpty())
          .map(part -> new Failure(FailureKind.DESIRED_STATE, part.message()))
          .forEach(all::add);
    }
    return all;
  }

  /**
   * Whether the loop could do its work: the source could be read, and every environment could be
   * read and written. What is wrong with single clusters or with what the source holds does not
   * count; it is reported, and no other instance of the loop would fare better.
   *
   * @return true if so
   */
  public boolean isGood() {
    return failure.isEmpty()
        && failures().stream()
            .map(Failure::kind)
            .noneMatch(
                kind ->
                    kind == FailureKind.UNREACHABLE
                        || kind == FailureKind.PERMISSION
                        || kind == FailureKind.CANCELLED);
  }

  /**
   * Whether there is nothing to tell: nothing had to change, and nothing went wrong.
   *
   * @return true if so
   */
  public boolean isQuiet() {
    return plan.plan().isEmpty() && failures().isEmpty();
  }

  /**
   * Whether the round is about no cluster at all, since everything failed before that.
   *
   * @return true if there are failures and no plans
   */
  public boolean hasNothingToShow() {
    return plan.plan().clusters().isEmpty() && !failures().isEmpty();
  }

  /** A round that came to nothing. */
  static LoopRound failed(int number, Instant began, Duration took, Failure failure) {
    return new LoopRound(
        number,
        began,
        took,
        "",
        Optional.of(failure),
        new PlanReport(new FleetPlan(List.of()), Map.of()),
        Optional.empty());
  }
}
