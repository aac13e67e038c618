package io.github.logconfig.examples.programs;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.render.PlanText;
import io.github.logconfig.rule.HostGroup;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Map;

/** Plans one cluster of an own inventory, against a dump of the rules of its environment. */
final class PlanFromInventory {

  private PlanFromInventory() {}

  /**
   * @param dump settings objects, as any JSON library has parsed them
   */
  static String plan(
      String cluster, String hostGroupId, List<String> namespaces, List<Map<String, Object>> dump) {
    Environment staging = Environment.of("staging", "https://abc12345.live.dynatrace.com");
    DesiredCluster desired = DesiredCluster.of(cluster, staging, namespaces.toArray(String[]::new));
    ObservedState observed =
        ObservedState.builder()
            .environment(staging.name())
            .addHostGroup(HostGroup.of(cluster, hostGroupId))
            .addAllRules(dump.stream().map(LogRuleCodec::decodeObject).toList())
            .build();
    LogConfigPlan plan = LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT);
    return PlanText.of(plan);
  }
}
