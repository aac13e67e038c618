package io.github.logconfig.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import org.junit.jupiter.api.Test;

/** A measurement is worth something only if it measures what it says. */
class FleetWorldTest {

  @Test
  void hasAsMuchToPlanAsItSays() {
    assertThat(summary(FleetWorld.of(20, 5, 0))).isEqualTo(new FleetPlan.Summary(0, 0, 0, 0, 20));
    assertThat(summary(FleetWorld.of(20, 5, 3))).isEqualTo(new FleetPlan.Summary(3, 0, 0, 0, 17));
    assertThat(summary(FleetWorld.of(20, 5, 20))).isEqualTo(new FleetPlan.Summary(20, 0, 0, 0, 0));
    assertThat(summary(FleetWorld.of(20, 5, 0).besideRulesOfOthers()))
        .isEqualTo(new FleetPlan.Summary(0, 0, 0, 0, 20));
    assertThat(summary(FleetWorld.of(20, 5, 3, 2)))
        .isEqualTo(new FleetPlan.Summary(3, 2, 0, 0, 15));
  }

  private static FleetPlan.Summary summary(FleetWorld world) {
    return LogConfigPlanner.planAll(world.desired(), world.observed(), PlanOptions.DEFAULT)
        .summary();
  }
}
