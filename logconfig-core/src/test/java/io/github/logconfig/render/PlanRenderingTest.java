package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.Worlds;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanRenderingTest {

  @Test
  void textStartsWithWhatStopsAndStarts() {
    FleetPlan plan = plan(Worlds.cluster("a", "c"), Worlds.holding(Worlds.ourInclude("a", "b")));

    assertThat(PlanText.of(plan))
        .isEqualTo(
            """
            - 1 namespace stops in cluster stage-01: b
            + 1 namespace starts in cluster stage-01: c
            Plan: 0 to create, 1 to update, 0 to move, 0 to delete; 0 clusters unchanged.

            cluster stage-01 (environment staging, host group stage-01)
              ~ rule "logconfig stage-01"
                  + c: starts
                  - b: stops
              namespaces: 1 starts, 1 stops, 1 unchanged
            """);
  }

  @Test
  void textOfAnEmptyPlanIsOneLine() {
    FleetPlan plan = plan(Worlds.cluster("a"), Worlds.holding(Worlds.ourInclude("a")));

    assertThat(PlanText.of(plan)).isEqualTo("Nothing to change: 1 cluster as desired.\n");
  }

  @Test
  void jsonHasTheKeysThatProgramsRelyOn() {
    Map<String, Object> document = PlanJson.of(plan(Worlds.cluster("a"), Worlds.holding()));

    assertThat(document).containsOnlyKeys("format", "clusters", "summary");
    assertThat(document).containsEntry("format", "logconfig-plan/1");
    assertThat(document.get("summary"))
        .isEqualTo(Map.of("create", 1, "update", 0, "move", 0, "delete", 0, "unchanged", 0));
    @SuppressWarnings("unchecked")
    Map<String, Object> cluster = ((List<Map<String, Object>>) document.get("clusters")).get(0);
    assertThat(cluster)
        .containsOnlyKeys(
            "cluster",
            "environment",
            "environmentUrl",
            "hostGroup",
            "target",
            "fingerprint",
            "namespacesTakenInNow",
            "steps",
            "findings",
            "effects",
            "unchangedNamespaces",
            "otherNamespaces",
            "stopping",
            "desired")
        .containsEntry("effects", List.of(Map.of("namespace", "a", "effect", "STARTS")));
  }

  @Test
  void jsonOnlyCountsNamespacesThatStayIngested() {
    FleetPlan plan =
        plan(Worlds.cluster("a", "b", "c"), Worlds.holding(Worlds.ourInclude("a", "b")));

    Map<String, Object> cluster = PlanJson.cluster(plan.clusters().get(0));

    assertThat(cluster)
        .containsEntry("effects", List.of(Map.of("namespace", "c", "effect", "STARTS")))
        .containsEntry("unchangedNamespaces", 2);
  }

  private static FleetPlan plan(DesiredCluster desired, ObservedState observed) {
    return new FleetPlan(List.of(LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT)));
  }
}
