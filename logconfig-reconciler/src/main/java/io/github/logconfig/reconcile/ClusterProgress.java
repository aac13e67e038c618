package io.github.logconfig.reconcile;

import io.github.logconfig.plan.LogConfigPlan;
import java.util.Optional;

/**
 * How far the plan of one cluster has been carried out. Thread-safe: parts of a wave are done side
 * by side.
 */
final class ClusterProgress {

  static final Failure CANCELLED =
      new Failure(FailureKind.CANCELLED, "the run was cancelled before this was done");

  private final LogConfigPlan plan;
  private int stepsDone;
  private Optional<Failure> failure = Optional.empty();
  private Runnable whenDone = () -> {};

  ClusterProgress(LogConfigPlan plan) {
    this.plan = plan;
  }

  LogConfigPlan plan() {
    return plan;
  }

  synchronized boolean isSound() {
    return failure.isEmpty();
  }

  /** Has something done once, when the last step is done or the first failure comes. */
  synchronized void whenDone(Runnable action) {
    whenDone = action;
  }

  synchronized void stepDone() {
    stepsDone++;
    if (stepsDone == plan.steps().size()) {
      done();
    }
  }

  private void done() {
    whenDone.run();
    whenDone = () -> {};
  }

  /** Notes a failure; the first one counts. */
  synchronized void failed(Failure reason) {
    failure = failure.or(() -> Optional.of(reason));
    done();
  }

  synchronized ClusterReport report() {
    Outcome outcome = outcome();
    boolean cutShort = failure.isEmpty() && stepsDone < plan.steps().size();
    return new ClusterReport(
        plan.cluster(), outcome, stepsDone, cutShort ? Optional.of(CANCELLED) : failure);
  }

  private Outcome outcome() {
    if (failure.isPresent() && failure.get().kind() == FailureKind.GUARD) {
      return Outcome.REFUSED;
    }
    if (failure.isEmpty() && stepsDone == plan.steps().size()) {
      return plan.isEmpty() ? Outcome.UNCHANGED : Outcome.APPLIED;
    }
    if (stepsDone > 0) {
      return Outcome.PARTLY;
    }
    if (failure.isEmpty()) {
      return Outcome.NOT_ATTEMPTED;
    }
    return failure.get().kind() == FailureKind.CONFLICT ? Outcome.CONFLICT : Outcome.FAILED;
  }
}
