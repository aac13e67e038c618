package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.reconcile.loop.LoopInput;
import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.reconcile.loop.ReconcileLoop;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A cluster that keeps an error finding has failed, however the plan is applied: by {@code apply},
 * as a saved plan, or by the loop.
 */
class ErrorFindingTest {

  private static final String UID = "6b1d2b4e-0d51-4f0d-9c9a-2f7f6a1f0c11";
  private static final DesiredState DESIRED =
      Fleets.state(
          DesiredCluster.builder()
              .from(Fleets.cluster("c0", "a"))
              .kubernetesClusterUid(new KubernetesClusterUid(UID))
              .build());

  private final SimulatedEntity hostGroup = SimulatedEntity.hostGroup("c0");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void fullScopeFailsEveryKindOfApply() {
    startFull();

    PlanReport planned = reconciler.plan(DESIRED);
    assertThat(planned.plan().isEmpty()).isTrue();
    assertThat(planned.isAsDesired()).isFalse();

    assertFailed(reconciler.apply(DESIRED), Outcome.FAILED, "host group c0 would have 1001 rules");
    assertFailed(reconciler.apply(planned), Outcome.FAILED, "host group c0 would have 1001 rules");
    assertFailed(
        reconciler.applySaved(saved(planned)), Outcome.FAILED, "host group c0 would have 1001");
    assertThat(reconciler.verify(DESIRED).isAsDesired()).isFalse();
  }

  @Test
  void fullScopeFailsInLoopAndMetrics() {
    startFull();

    LoopRound round = loop();

    assertFailed(round.applied().orElseThrow(), Outcome.FAILED, "host group c0 would have 1001");
    assertThat(round.failures()).extracting(Failure::kind).containsExactly(FailureKind.FINDING);
    assertThat(round.isQuiet()).isFalse();
    assertThat(count("failed")).isEqualTo(1);
    assertThat(finding(FindingCode.LIMIT_EXCEEDED)).isEqualTo(1);
    assertThat(lastSuccess()).isZero();
  }

  @Test
  void shadowedRuleIsPartlyOnceWrittenAndFailedFromThenOn() {
    startShadowed();

    assertFailed(reconciler.apply(DESIRED), Outcome.PARTLY, "\"never a\"");
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a");
    assertFailed(reconciler.apply(DESIRED), Outcome.FAILED, "\"never a\"");
    assertThat(count("partly")).isEqualTo(1);
    assertThat(count("failed")).isEqualTo(1);
    assertThat(lastSuccess()).isZero();
  }

  @Test
  void shadowedRuleOfSavedPlanIsPartly() {
    startShadowed();

    ApplyReport report = reconciler.applySaved(saved(reconciler.plan(DESIRED)));

    assertFailed(report, Outcome.PARTLY, "\"never a\"");
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a");
  }

  @Test
  void shadowedRuleFailsInLoopAndMetrics() {
    startShadowed();

    assertFailed(loop().applied().orElseThrow(), Outcome.PARTLY, "\"never a\"");
    LoopRound second = loop();

    assertFailed(second.applied().orElseThrow(), Outcome.FAILED, "\"never a\"");
    assertThat(second.isQuiet()).isFalse();
    assertThat(finding(FindingCode.SHADOWED)).isEqualTo(1);
    assertThat(lastSuccess()).isZero();
  }

  private void startFull() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder().entity(hostGroup);
    for (int i = 0; i < LogRule.MAX_PER_SCOPE; i++) {
      builder.rule(SimulatedRule.include("rule " + i).namespaces("n" + i).in(hostGroup));
    }
    start(builder);
  }

  private void startShadowed() {
    SimulatedEntity kubernetesCluster = SimulatedEntity.kubernetesCluster("dynakube", UID);
    start(
        DynatraceSimulator.builder()
            .entity(hostGroup)
            .entity(kubernetesCluster)
            .rule(SimulatedRule.exclude("never a").namespaces("a").in(kubernetesCluster)));
  }

  private void start(DynatraceSimulator.Builder builder) {
    simulator = builder.start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).listener(new ReconcilerMetrics(registry)).build();
  }

  private LoopRound loop() {
    return ReconcileLoop.builder(() -> LoopInput.of(DESIRED, reconciler)).build().runOnce();
  }

  private static PlanReport saved(PlanReport planned) {
    return PlanDocument.read(PlanDocument.write(planned, "1"));
  }

  private static void assertFailed(ApplyReport report, Outcome outcome, String message) {
    assertThat(Fleets.outcomes(report)).containsExactly(outcome);
    assertThat(report.isSuccess()).isFalse();
    assertThat(report.failures())
        .singleElement()
        .matches(failure -> failure.kind() == FailureKind.FINDING)
        .extracting(Failure::message)
        .asString()
        .contains(message);
  }

  private double count(String outcome) {
    return registry.get("logconfig.clusters.applied").tag("outcome", outcome).counter().count();
  }

  private double finding(FindingCode code) {
    return registry.get("logconfig.findings").tag("code", code.name()).gauge().value();
  }

  private double lastSuccess() {
    return registry.get("logconfig.cluster.last.success.timestamp").gauge().value();
  }
}
