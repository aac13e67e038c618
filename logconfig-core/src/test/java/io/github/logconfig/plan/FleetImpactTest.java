package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetImpactTest {

  @Test
  void refusesWhatWouldStopTooMuchInOneCluster() {
    LogConfigPlan plan = stopping(12, 20);

    Impact.Refusal refusal = ImpactLimit.DEFAULT.assess(plan).refusalOf(plan).orElseThrow();

    assertThat(refusal.stopping()).isEqualTo(12);
    assertThat(refusal.ingestedNow()).isEqualTo(20);
    assertThat(refusal.message())
        .isEqualTo(
            "12 of 20 namespaces of cluster stage-01 would stop or lose their rule; the limit is 10"
                + " namespaces and 20 %");
    assertThat(ImpactLimit.DEFAULT.assess(stopping(10, 20)).isRefused()).isFalse();
  }

  @Test
  void refusesWhatIsTooMuchOnlyTogether() {
    FleetPlan fleet = new FleetPlan(List.of(stopping(6, 20), stopping(7, 20)));

    assertThat(fleet.clusters()).noneMatch(it -> ImpactLimit.DEFAULT.assess(it).isRefused());
    Impact.Refusal refusal = ImpactLimit.DEFAULT.assess(fleet.clusters()).fleet().orElseThrow();
    assertThat(refusal.stopping()).isEqualTo(13);
    assertThat(refusal.ingestedNow()).isEqualTo(40);
    assertThat(refusal.what()).isEqualTo("the fleet");
    assertThat(ImpactLimit.DEFAULT.assess(List.of()).isRefused()).isFalse();
  }

  @Test
  void anEmptyDesiredStateIsRefusedRatherThanDeletingEverything() {
    assertThat(ImpactLimit.DEFAULT.assess(stopping(50, 50)).isRefused()).isTrue();
  }

  @Test
  void emptyingAClusterOfThreeIsRefusedUnlessAnExplicitLimitAllowsIt() {
    assertThat(ImpactLimit.DEFAULT.assess(stopping(3, 3)).isRefused()).isTrue();
    assertThat(ImpactLimit.DEFAULT.assess(stopping(2, 2)).isRefused()).isFalse();
    assertThat(ImpactLimit.DEFAULT.assess(stopping(2, 3)).isRefused()).isFalse();
    assertThat(ImpactLimit.parse("3").assess(stopping(3, 3)).isRefused()).isFalse();
  }

  @Test
  void allEnvironmentsThatWereNotObservedAreNamedAtOnce() {
    DesiredState desired =
        DesiredState.builder()
            .addEnvironment(Worlds.STAGING)
            .addCluster(Worlds.cluster("a"))
            .build();
    ObservedState other =
        ObservedState.builder().environment(new EnvironmentName("production")).build();

    assertThatThrownBy(() -> LogConfigPlanner.planAll(desired, Map.of(), PlanOptions.DEFAULT))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("environments/staging: the environment has not been observed");
    assertThatThrownBy(
            () ->
                LogConfigPlanner.planAll(
                    desired, Map.of(Worlds.STAGING.name(), other), PlanOptions.DEFAULT))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("production");
  }

  private static LogConfigPlan stopping(int stopping, int ingestedNow) {
    String[] now = IntStream.range(0, ingestedNow).mapToObj(i -> "n" + i).toArray(String[]::new);
    String[] after =
        IntStream.range(stopping, ingestedNow).mapToObj(i -> "n" + i).toArray(String[]::new);
    return LogConfigPlanner.plan(
        Worlds.cluster(after), Worlds.holding(Worlds.ourInclude(now)), PlanOptions.DEFAULT);
  }
}
