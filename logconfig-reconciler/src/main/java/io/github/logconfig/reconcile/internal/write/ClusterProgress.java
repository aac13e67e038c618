package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.rule.ObservedRule;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Progress of the plan of one cluster. Thread-safe: parts of a wave are written concurrently. */
public final class ClusterProgress {

  private final LogConfigPlan plan;
  private final IdentityHashMap<PlanStep, ClusterReport.Step> ended = new IdentityHashMap<>();
  private int stepsDone;
  private Optional<Failure> failure = Optional.empty();
  private Optional<Failure> withheld = Optional.empty();
  private List<ObservedRule> untouched = List.of();
  private Runnable whenDone = () -> {};

  ClusterProgress(LogConfigPlan plan) {
    this.plan = plan;
  }

  LogConfigPlan plan() {
    return plan;
  }

  synchronized boolean isPending() {
    return failure.isEmpty();
  }

  /** Has something done once, when the last step is done or the first failure comes. */
  synchronized void whenDone(Runnable action) {
    whenDone = action;
  }

  synchronized void done(PlanStep step) {
    stepsDone++;
    ended.put(step, new ClusterReport.Step(step, ClusterReport.Step.Status.DONE, Optional.empty()));
    if (stepsDone == plan.steps().size()) {
      done();
    }
  }

  private void done() {
    whenDone.run();
    whenDone = () -> {};
  }

  /** Notes that a step failed; the first failure is the cluster's. */
  synchronized void failed(PlanStep step, Failure reason) {
    ended.put(
        step, new ClusterReport.Step(step, ClusterReport.Step.Status.FAILED, Optional.of(reason)));
    failed(reason);
  }

  /** Notes why no further step may be carried out; the first reason counts. */
  synchronized void failed(Failure reason) {
    failure = failure.or(() -> Optional.of(reason));
    done();
  }

  /** Notes managed rules that must be confirmed to be unchanged before the first write. */
  synchronized void confirmFirst(List<ObservedRule> rules) {
    untouched = rules;
  }

  synchronized List<ObservedRule> untouched() {
    return untouched;
  }

  /** Notes why changes are missing from the plan; what the plan has may be carried out. */
  synchronized void withheld(Failure reason) {
    withheld = Optional.of(reason);
  }

  synchronized ClusterReport report() {
    Optional<Failure> left = failure.or(this::cutShort).or(() -> withheld).or(this::errorLeft);
    return new ClusterReport(
        plan.cluster(), Outcome.of(plan.steps().size(), stepsDone, left), stepsDone, left, steps());
  }

  private Optional<Failure> cutShort() {
    return stepsDone < plan.steps().size() ? Optional.of(Workers.CANCELLED) : Optional.empty();
  }

  /** An error finding remains, since no step of the plan removes its cause. */
  private Optional<Failure> errorLeft() {
    List<Finding> errors =
        plan.findings().stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    return errors.stream()
        .findFirst()
        .map(
            first ->
                new Failure(
                    FailureKind.FINDING,
                    first.message()
                        + (errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)")));
  }

  private List<ClusterReport.Step> steps() {
    return plan.steps().stream()
        .map(
            step -> {
              ClusterReport.Step report = ended.get(step);
              return report == null
                  ? new ClusterReport.Step(
                      step, ClusterReport.Step.Status.NOT_ATTEMPTED, Optional.empty())
                  : report;
            })
        .toList();
  }
}
