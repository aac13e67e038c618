package consumer;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.rule.HostGroup;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.render.PlanText;
import java.util.List;

/** Prints a plan. */
public final class Consumer {

  private Consumer() {}

  public static void main(String[] arguments) {
    Environment staging = Environment.of("staging", "https://abc12345.live.dynatrace.com");
    DesiredCluster desired = DesiredCluster.of("app-sre-stage-01", staging, "github-mirror-stage");
    ObservedState observed =
        ObservedState.builder()
            .environment(staging.name())
            .addHostGroup(HostGroup.of("app-sre-stage-01", "HOST_GROUP-0E489369D663A4BF"))
            .build();
    System.out.print(
        PlanText.of(
            new FleetPlan(List.of(LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT)))));
  }
}
