package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One round: read what is wanted, plan, and carry it out. Never throws. */
final class ReconcileRound {

  private final LoopFeed feed;
  private final boolean writes;
  private final Clock clock;
  private final BooleanSupplier stopped;

  /**
   * @param writes whether the plan is carried out
   * @param stopped whether nothing new must be begun
   */
  ReconcileRound(LoopFeed feed, boolean writes, Clock clock, BooleanSupplier stopped) {
    this.feed = feed;
    this.writes = writes;
    this.clock = clock;
    this.stopped = stopped;
  }

  LoopRound run(int number) {
    Instant began = clock.instant();
    try {
      LoopInput input = feed.next();
      PlanReport planned = plan(input);
      Optional<ApplyReport> applied =
          writes ? Optional.of(apply(input.reconciler(), planned)) : Optional.empty();
      return new LoopRound(
          number,
          began,
          since(began),
          input.revision(),
          input.problems(),
          Optional.empty(),
          planned,
          applied);
    } catch (FeedException e) {
      return LoopRound.failed(number, began, since(began), e.failure());
    } catch (RuntimeException e) {
      return LoopRound.failed(number, began, since(began), unexpected(e));
    }
  }

  private static PlanReport plan(LoopInput input) {
    PlanReport planned = input.reconciler().plan(input.desired());
    PlanReport cautious = input.isComplete() ? planned : PartialSource.withhold(planned);
    Map<ClusterName, Failure> failures = new LinkedHashMap<>(cautious.failures());
    failures.putAll(input.failures());
    return new PlanReport(cautious.plan(), failures);
  }

  private ApplyReport apply(Reconciler reconciler, PlanReport planned) {
    return stopped.getAsBoolean() ? notBegun(planned) : reconciler.apply(planned);
  }

  /** The report of a round that was stopped before its first write. */
  private static ApplyReport notBegun(PlanReport planned) {
    List<ClusterReport> clusters =
        planned.plan().clusters().stream().map(plan -> new ClusterProgress(plan).report()).toList();
    return Reconciler.withoutPlan(new ApplyReport(clusters), planned.failures());
  }

  private Duration since(Instant began) {
    return Duration.between(began, clock.instant());
  }

  private static Failure unexpected(RuntimeException e) {
    return new Failure(
        FailureKind.OTHER,
        "unexpected "
            + e.getClass().getSimpleName()
            + ": "
            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }
}
