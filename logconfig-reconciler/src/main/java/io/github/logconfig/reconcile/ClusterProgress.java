package io.github.logconfig.reconcile;

import io.github.logconfig.plan.LogConfigPlan;
import java.util.Optional;

/** How far the plan of one cluster has been carried out. Not thread-safe. */
final class ClusterProgress {

  private final LogConfigPlan plan;
  private int stepsDone;
  private Optional<Failure> failure = Optional.empty();

  ClusterProgress(LogConfigPlan plan) {
    this.plan = plan;
  }

  LogConfigPlan plan() {
    return plan;
  }

  boolean isSound() {
    return failure.isEmpty();
  }

  void stepDone() {
    stepsDone++;
  }

  /** Notes a failure; the first one counts. */
  void failed(Failure reason) {
    failure = failure.or(() -> Optional.of(reason));
  }

  ClusterReport report() {
    return new ClusterReport(plan.cluster(), outcome(), stepsDone, failure);
  }

  private Outcome outcome() {
    if (failure.isEmpty()) {
      return plan.isEmpty() ? Outcome.UNCHANGED : Outcome.APPLIED;
    }
    return switch (failure.get().kind()) {
      case GUARD -> Outcome.REFUSED;
      case CONFLICT -> stepsDone > 0 ? Outcome.PARTLY : Outcome.CONFLICT;
      default -> stepsDone > 0 ? Outcome.PARTLY : Outcome.FAILED;
    };
  }
}
