package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.PlanReport;

/** Whether plans, which may come from anywhere, are about rules of ours. */
public final class OwnPlans {

  private OwnPlans() {}

  /**
   * Makes sure of it, before anything is sent.
   *
   * @throws InvalidPlanException if a step is of another owner, or of another host group than its
   *     plan
   */
  public static void require(PlanReport planned, Owner owner) {
    for (LogConfigPlan plan : planned.plan().clusters()) {
      for (PlanStep step : plan.steps()) {
        requireOwner("the plan of cluster " + plan.cluster(), step.identity(), owner);
        if (!step.identity().hostGroup().equals(plan.hostGroup())) {
          throw new InvalidPlanException(
              "the plan of cluster "
                  + plan.cluster()
                  + " is about host group "
                  + plan.hostGroup()
                  + ", one of its steps about "
                  + step.identity().hostGroup());
        }
      }
    }
    for (Orphan orphan : planned.orphans()) {
      requireOwner("the orphan " + orphan.identity(), orphan.identity(), owner);
    }
  }

  private static void requireOwner(String what, RuleIdentity identity, Owner owner) {
    if (!identity.owner().equals(owner)) {
      throw new InvalidPlanException(
          what + " is of owner " + identity.owner() + ", this run manages rules of " + owner);
    }
  }
}
