package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Caution with desired state that may lack something: a file that cannot be read may be the one
 * that wants a namespace of any cluster. What is there is wanted, so it may be added; what is not
 * there may be wanted, so nothing is taken away.
 */
final class PartialSource {

  private PartialSource() {}

  /** The plans that only add; the clusters of the others have a failure. */
  static PlanReport withhold(PlanReport planned) {
    List<LogConfigPlan> kept = new ArrayList<>();
    Map<ClusterName, Failure> failures = new LinkedHashMap<>(planned.failures());
    for (LogConfigPlan plan : planned.plan().clusters()) {
      if (takesAway(plan)) {
        failures.put(
            plan.cluster(),
            new Failure(
                FailureKind.GUARD,
                "the desired state has problems, and this plan would keep logs out; nothing is"
                    + " taken away before all of it can be read"));
      } else {
        kept.add(plan);
      }
    }
    return new PlanReport(new FleetPlan(kept), failures);
  }

  private static boolean takesAway(LogConfigPlan plan) {
    return plan.count(NamespaceEffect.Kind.STOPS) > 0
        || plan.steps().stream().anyMatch(PartialSource::takesAway);
  }

  private static boolean takesAway(PlanStep step) {
    boolean closes =
        step instanceof PlanStep.CreateRule create && create.rule().action() == RuleAction.EXCLUDE;
    return closes || !step.namespacesRemoved().isEmpty();
  }
}
