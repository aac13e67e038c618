package io.github.logconfig.reconcile.loop;

import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.internal.write.FleetApply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
      PlanReport planned = input.reconciler().plan(input.fleet());
      Optional<ApplyReport> applied =
          writes ? Optional.of(apply(input.reconciler(), planned)) : Optional.empty();
      return new LoopRound(
          number, began, since(began), input.revision(), Optional.empty(), planned, applied);
    } catch (FeedException e) {
      return LoopRound.failed(number, began, since(began), e.failure(), e.problems());
    } catch (RuntimeException e) {
      return LoopRound.failed(number, began, since(began), unexpected(e), List.of());
    }
  }

  private ApplyReport apply(Reconciler reconciler, PlanReport planned) {
    boolean nothing = planned.isAsDesired() && planned.orphans().isEmpty();
    return nothing || stopped.getAsBoolean()
        ? FleetApply.notBegun(planned)
        : reconciler.apply(planned);
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
