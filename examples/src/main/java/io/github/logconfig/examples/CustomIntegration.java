package io.github.logconfig.examples;

import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A tool of one's own around the planner: its sources, its transport, its review. */
public final class CustomIntegration {

  private CustomIntegration() {}

  // tag::integration[]
  static void reconcile(
      DesiredState desired,
      Map<EnvironmentName, ObservedState> observed,
      Consumer<List<PlanStep>> transport,
      Consumer<String> review) {
    FleetPlan fleet = LogConfigPlanner.planAll(desired, observed, PlanOptions.DEFAULT);
    Impact impact = ImpactLimit.DEFAULT.assess(fleet.clusters());
    review.accept(PlanMarkdown.of(fleet, impact));
    for (LogConfigPlan plan : fleet.clusters()) {
      if (!impact.isRefused() && !plan.hasErrors()) {
        Map<Integer, List<PlanStep>> waves =
            plan.steps().stream()
                .collect(Collectors.groupingBy(PlanStep::wave, TreeMap::new, Collectors.toList()));
        waves.values().forEach(transport);
      }
    }
  }
  // end::integration[]
}
