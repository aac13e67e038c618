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
 * @param problems what was wrong with the source
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
    List<String> problems,
    Optional<Failure> failure,
    PlanReport plan,
    Optional<ApplyReport> apply) {

  /**
   * Copies the problems.
   *
   * @param number as told above
   * @param began as told above
   * @param took as told above
   * @param revision as told above
   * @param problems as told above
   * @param failure as told above
   * @param plan as told above
   * @param apply as told above
   */
  public LoopRound {
    problems = List.copyOf(problems);
  }

  /**
   * Everything that went wrong, of the round and of single clusters.
   *
   * @return the failures; none if nothing went wrong
   */
  public List<Failure> failures() {
    List<Failure> all = new ArrayList<>();
    failure.ifPresent(all::add);
    if (apply.isPresent()) {
      apply.get().clusters().forEach(cluster -> cluster.failure().ifPresent(all::add));
    } else {
      all.addAll(plan.failures().values());
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
    return plan.plan().isEmpty() && failures().isEmpty() && problems.isEmpty();
  }

  /** A round that came to nothing. */
  static LoopRound failed(int number, Instant began, Duration took, Failure failure) {
    return new LoopRound(
        number,
        began,
        took,
        "",
        List.of(),
        Optional.of(failure),
        new PlanReport(new FleetPlan(List.of()), Map.of()),
        Optional.empty());
  }
}
