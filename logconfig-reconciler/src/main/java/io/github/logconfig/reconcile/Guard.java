package io.github.logconfig.reconcile;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import java.util.Optional;

/**
 * Keeps plans from being carried out under which too many namespaces would stop being ingested, in
 * a cluster or in the fleet.
 */
final class Guard {

  private final ImpactLimit limit;
  private final Optional<Failure> refusalOfFleet;

  Guard(ImpactLimit limit, FleetPlan fleet) {
    this.limit = limit;
    this.refusalOfFleet =
        refusal(
            "the fleet",
            fleet.clusters().stream().mapToInt(Guard::stopping).sum(),
            fleet.clusters().stream().mapToInt(LogConfigPlan::namespacesTakenInNow).sum());
  }

  /**
   * Why the plan must not be carried out; empty if it may be. A plan that stops nothing always may.
   */
  Optional<Failure> refusal(LogConfigPlan plan) {
    int stopping = stopping(plan);
    if (stopping == 0) {
      return Optional.empty();
    }
    return refusal("cluster " + plan.cluster(), stopping, plan.namespacesTakenInNow())
        .or(() -> refusalOfFleet);
  }

  private Optional<Failure> refusal(String what, int stopping, int ingestedNow) {
    return limit.isExceededBy(stopping, ingestedNow)
        ? Optional.of(
            new Failure(
                FailureKind.GUARD,
                stopping
                    + " of "
                    + ingestedNow
                    + " namespaces of "
                    + what
                    + " would stop being ingested; the limit is "
                    + limit))
        : Optional.empty();
  }

  private static int stopping(LogConfigPlan plan) {
    return plan.count(NamespaceEffect.Kind.STOPS);
  }
}
