package io.github.logconfig.examples;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import java.io.PrintStream;
import java.util.Set;

/** The pure planner in a program of one's own: two states in, a plan out, nothing sent anywhere. */
public final class EmbedPlanner {

  private EmbedPlanner() {}

  public static void main(String[] arguments) {
    run(System.out);
  }

  static void run(PrintStream out) {
    // tag::embed[]
    Environment staging = Environment.of("staging", "https://abc12345.live.dynatrace.com");
    DesiredCluster desired =
        DesiredCluster.builder()
            .name(new ClusterName("app-sre-stage-01"))
            .environment(staging)
            .addNamespace(new NamespaceName("github-mirror-stage"))
            .build();
    EntityId hostGroup = new EntityId("HOST_GROUP-0E489369D663A4BF");
    ObservedState observed =
        ObservedState.builder()
            .environment(staging.name())
            .putHostGroup(new HostGroupName("app-sre-stage-01"), Set.of(hostGroup))
            .build();
    LogConfigPlan plan = LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT);
    plan.steps().forEach(step -> out.println(step.title() + " " + step.namespacesAdded()));
    plan.effects().forEach(it -> out.println(it.namespace() + ": " + it.effect()));
    // end::embed[]
  }
}
