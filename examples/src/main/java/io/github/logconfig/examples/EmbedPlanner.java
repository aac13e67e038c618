package io.github.logconfig.examples;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.rule.HostGroup;
import io.github.logconfig.rule.ObservedState;
import java.io.PrintStream;

/** The pure planner in a program of one's own: two states in, a plan out, nothing sent anywhere. */
public final class EmbedPlanner {

  private EmbedPlanner() {}

  public static void main(String[] arguments) {
    run(System.out);
  }

  static void run(PrintStream out) {
    // tag::embed[]
    Environment staging = Environment.of("staging", "https://abc12345.live.dynatrace.com");
    DesiredCluster desired = DesiredCluster.of("app-sre-stage-01", staging, "github-mirror-stage");
    ObservedState observed =
        ObservedState.builder()
            .environment(staging.name())
            .addHostGroup(HostGroup.of("app-sre-stage-01", "HOST_GROUP-0E489369D663A4BF"))
            .build();
    LogConfigPlan plan = LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT);
    plan.steps().forEach(step -> out.println(step.title() + " " + step.namespacesAdded()));
    plan.effects().forEach(it -> out.println(it.namespace() + ": " + it.effect()));
    // end::embed[]
  }
}
