package io.github.logconfig.reconcile.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentObserverTest {

  private static final String OURS = "logconfig:logconfig:c0:include";

  @Test
  void keepsAllRules() {
    SimulatedEntity desired = SimulatedEntity.hostGroup("c0");
    SimulatedEntity strange = SimulatedEntity.hostGroup("strange");
    SimulatedEntity kubernetes = SimulatedEntity.kubernetesCluster("c0");
    SimulatedEntity strangeKubernetes = SimulatedEntity.kubernetesCluster("strange");
    try (DynatraceSimulator simulator =
            DynatraceSimulator.builder()
                .entity(desired)
                .entity(strange)
                .entity(kubernetes)
                .entity(strangeKubernetes)
                .rule(rule("of the environment"))
                .rule(rule("of c0").in(desired))
                .rule(rule("of another cluster").in(strange))
                .rule(rule("orphan").in(strange).externalId("logconfig:logconfig:gone:include"))
                .rule(
                    rule("of another owner").in(strange).externalId("logconfig:other:gone:include"))
                .rule(rule("of c0's Kubernetes").in(kubernetes))
                .rule(rule("of another Kubernetes").in(strangeKubernetes))
                .rule(rule("of a host").inScope("HOST-0000000000000001"))
                .rule(rule("another of that host").inScope("HOST-0000000000000001"))
                .rule(rule("of another host").inScope("HOST-0000000000000002"))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {

      List<DesiredCluster> clusters = List.of(Fleets.cluster("c0", "a"));
      ObservedState observed =
          new EnvironmentObserver(client).observe(Fleets.STAGING, clusters, clusters, false);

      assertThat(observed.rules())
          .extracting((ObservedRule rule) -> rule.rule().title())
          .containsExactlyInAnyOrder(
              "of the environment",
              "of c0",
              "of another cluster",
              "orphan",
              "of another owner",
              "of c0's Kubernetes",
              "of another Kubernetes",
              "of a host",
              "another of that host",
              "of another host");
      assertThat(observed.scopesWithRules(RuleScope.Kind.HOST)).hasSize(2);
    }
  }

  @Test
  void lockedManagedRuleIsFinding() {
    SimulatedEntity hostGroup = SimulatedEntity.hostGroup("c0");
    try (DynatraceSimulator simulator =
            DynatraceSimulator.builder()
                .entity(hostGroup)
                .rule(
                    SimulatedRule.include("logconfig c0")
                        .namespaces("a")
                        .in(hostGroup)
                        .externalId(OURS)
                        .fixed())
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      List<DesiredCluster> clusters = List.of(Fleets.cluster("c0", "a"));
      ObservedState observed =
          new EnvironmentObserver(client).observe(Fleets.STAGING, clusters, clusters, false);
      ObservedRule rule = observed.rules().get(0);

      PlanReport planned =
          Fleets.reconciler(client).build().plan(Fleets.state(Fleets.cluster("c0", "b")));

      assertThat(rule.movable() || rule.modifiable() || rule.deletable()).isFalse();
      assertThat(planned.plan().clusters().get(0).findings())
          .extracting(finding -> finding.code())
          .contains(FindingCode.RULE_LOCKED);
    }
  }

  @Test
  void unknownHostGroupIsFinding() {
    try (DynatraceSimulator simulator = Fleets.simulator(1).start();
        DynatraceClient client = Fleets.client(simulator)) {
      PlanReport planned =
          Fleets.reconciler(client)
              .build()
              .plan(Fleets.state(Fleets.cluster("nowhere", "a"), Fleets.cluster("c0", "a")));

      assertThat(planned.plan().clusters().get(0).findings())
          .extracting(finding -> finding.code())
          .containsExactly(FindingCode.HOST_GROUP_UNKNOWN);
      assertThat(planned.plan().clusters().get(1).steps()).hasSize(1);
    }
  }

  private static SimulatedRule rule(String title) {
    return SimulatedRule.include(title).namespaces("other");
  }
}
