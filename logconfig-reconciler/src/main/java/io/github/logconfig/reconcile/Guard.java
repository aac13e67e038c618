package io.github.logconfig.reconcile;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.ImpactRefusal;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import java.util.Optional;

/**
 * Keeps plans from being carried out under which too many namespaces would stop being ingested, in
 * a cluster or in the fleet.
 */
final class Guard {

  private final ImpactLimit limit;
  private final Optional<ImpactRefusal> refusalOfFleet;

  Guard(ImpactLimit limit, FleetPlan fleet) {
    this.limit = limit;
    this.refusalOfFleet = limit.refusal(fleet);
  }

  /**
   * Why the plan must not be carried out; empty if it may be. A plan that stops nothing always may.
   */
  Optional<Failure> refusal(LogConfigPlan plan) {
    if (plan.count(NamespaceEffect.Kind.STOPS) == 0) {
      return Optional.empty();
    }
    return limit
        .refusal(plan)
        .or(() -> refusalOfFleet)
        .map(refusal -> new Failure(FailureKind.GUARD, refusal.message()));
  }
}
