package io.github.logconfig.reconcile;

import static io.github.logconfig.reconcile.Fleets.DELETE;
import static io.github.logconfig.reconcile.Fleets.ENTITIES;
import static io.github.logconfig.reconcile.Fleets.LIST;
import static io.github.logconfig.reconcile.Fleets.POST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.storm.Rival;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Rules in the scope of Kubernetes clusters, and changes of the target. */
class TargetTest {

  @Test
  void migratesFleetWithFewRequests() {
    DesiredState fleet = Fleets.fleet(230, "a", "b");
    DesiredState ofHostGroups = Fleets.targeting(Target.HOST_GROUP, fleet);
    DesiredState ofClusters = Fleets.targeting(Target.KUBERNETES_CLUSTER, fleet);
    try (DynatraceSimulator simulator = Fleets.simulatorOfBothTargets(230).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      reconciler.apply(ofHostGroups);
      simulator.clearRequests();

      assertThat(reconciler.apply(ofClusters).isSuccess()).isTrue();
      assertThat(simulator.requests())
          .isEqualTo(Map.of(LIST, 1, ENTITIES, 1, POST, 3, DELETE, 230));
      assertThat(scopeKinds(simulator)).containsOnly("KUBERNETES_CLUSTER").hasSize(230);

      simulator.clearRequests();
      assertThat(reconciler.apply(ofClusters).isSuccess()).isTrue();
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1));

      simulator.clearRequests();
      assertThat(reconciler.apply(ofHostGroups).isSuccess()).isTrue();
      assertThat(simulator.requests())
          .isEqualTo(Map.of(LIST, 1, ENTITIES, 1, POST, 3, DELETE, 230));
      assertThat(scopeKinds(simulator)).containsOnly("HOST_GROUP").hasSize(230);
      assertThat(reconciler.plan(ofHostGroups).isAsDesired()).isTrue();
    }
  }

  /** Host groups, Kubernetes clusters, rules of the operator, and clusters without host group. */
  @Test
  void appliesMixedFleetWithFewRequests() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    DesiredState.Builder state = DesiredState.builder().addEnvironment(Fleets.STAGING);
    for (int i = 0; i < 120; i++) {
      String name = "c" + i;
      boolean logOnly = i % 3 == 2;
      SimulatedEntity cluster =
          SimulatedEntity.kubernetesCluster("dynakube", Fleets.uid(name).value());
      builder.entity(cluster);
      SimulatedEntity host = SimulatedEntity.host("host of " + name).inKubernetesCluster(cluster);
      if (logOnly) {
        builder.entity(host);
      } else {
        SimulatedEntity hostGroup = SimulatedEntity.hostGroup(name);
        builder.entity(hostGroup).entity(host.instanceOf(hostGroup));
      }
      if (i % 4 == 0) {
        builder.rule(SimulatedRule.include("dynakube").in(cluster));
      }
      state.addCluster(
          DesiredCluster.builder()
              .from(Fleets.cluster(name, "a", "n" + i))
              .policy(i % 5 == 0 ? Policy.EXCLUSIVE : Policy.ADDITIVE)
              .target(i % 3 == 0 ? Target.HOST_GROUP : Target.KUBERNETES_CLUSTER)
              .kubernetesClusterUid(Fleets.uid(name))
              .build());
    }
    DesiredState desired = state.build();
    try (DynatraceSimulator simulator = builder.start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();

      assertThat(reconciler.apply(desired).isSuccess()).isTrue();
      assertThat(simulator.requests()).containsEntry(LIST, 1).containsEntry(POST, 3);

      simulator.clearRequests();
      PlanReport plan = reconciler.plan(desired);
      assertThat(plan.isAsDesired()).isTrue();
      assertThat(simulator.requests().keySet()).containsExactlyInAnyOrder(LIST, ENTITIES);
      assertThat(simulator.requests())
          .containsEntry(LIST, 1)
          .hasEntrySatisfying(ENTITIES, count -> assertThat(count).isLessThanOrEqualTo(5));
      assertThat(plan.plan().clusters())
          .filteredOn(it -> codes(it.findings()).contains(FindingCode.OPERATOR_RULE))
          .hasSize(30);
    }
  }

  @Test
  void reportsHostGroupTargetOfHostsWithoutGroup() {
    SimulatedEntity cluster =
        SimulatedEntity.kubernetesCluster("dynakube", Fleets.uid("c0").value());
    DesiredState fleet = Fleets.fleet(1, "a");
    try (DynatraceSimulator simulator =
            DynatraceSimulator.builder()
                .entity(cluster)
                .entity(SimulatedEntity.host("node").inKubernetesCluster(cluster))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();

      ApplyReport report = reconciler.apply(Fleets.targeting(Target.HOST_GROUP, fleet));

      assertThat(report.clusters().get(0).failure().orElseThrow().message())
          .endsWith("Set target: kubernetes-cluster");
      assertThat(reconciler.apply(Fleets.targeting(Target.KUBERNETES_CLUSTER, fleet)).isSuccess())
          .isTrue();
      assertThat(reconciler.plan(fleet).plan().clusters().get(0).findings())
          .as("without the UID nothing is certain")
          .extracting(Finding::code)
          .containsExactly(FindingCode.HOST_GROUP_UNKNOWN);
    }
  }

  @Test
  void writesNothingWhereTheClusterIsNotKnown() {
    try (DynatraceSimulator simulator =
            DynatraceSimulator.builder()
                .entity(SimulatedEntity.kubernetesCluster("dynakube", "uid-1"))
                .entity(SimulatedEntity.kubernetesCluster("dynakube", "uid-2"))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      DesiredState unknown = Fleets.targeting(Target.KUBERNETES_CLUSTER, Fleets.fleet(1, "a"));
      DesiredState ambiguous =
          Fleets.state(
              DesiredCluster.builder()
                  .from(Fleets.cluster("c0", "a"))
                  .target(Target.KUBERNETES_CLUSTER)
                  .kubernetesClusterName("dynakube")
                  .build());
      Reconciler reconciler = Fleets.reconciler(client).build();

      assertThat(Fleets.outcomes(reconciler.apply(unknown))).containsExactly(Outcome.FAILED);
      assertThat(Fleets.outcomes(reconciler.apply(ambiguous))).containsExactly(Outcome.FAILED);
      assertThat(simulator.requests()).doesNotContainKey(POST);
    }
  }

  @Test
  void adoptsRuleOfOperatorWhileTargetChanges() {
    SimulatedEntity cluster =
        SimulatedEntity.kubernetesCluster("dynakube", Fleets.uid("c0").value());
    DesiredState fleet = Fleets.state(Fleets.exclusive("c0", "a"));
    DesiredState ofClusters = Fleets.targeting(Target.KUBERNETES_CLUSTER, fleet);
    try (DynatraceSimulator simulator =
            Fleets.simulator(1)
                .entity(cluster)
                .rule(SimulatedRule.include("dynakube").in(cluster))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      String id = Fleets.id(simulator, "dynakube").value();
      Fleets.reconciler(client).build().apply(fleet);
      Reconciler adopting =
          Fleets.reconciler(client)
              .planOptions(PlanOptions.builder().adoption(Adoption.SAME_TITLE).build())
              .build();

      PlanReport saved = PlanDocument.read(PlanDocument.write(adopting.plan(ofClusters), "1"));
      assertThat(Fleets.outcomes(adopting.applySaved(saved))).containsExactly(Outcome.APPLIED);

      assertThat(Fleets.id(simulator, "logconfig c0").value()).isEqualTo(id);
      assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a");
      assertThat(scopeKinds(simulator)).containsOnly("KUBERNETES_CLUSTER").hasSize(2);
      assertThat(Fleets.reconciler(client).build().plan(ofClusters).isAsDesired()).isTrue();
    }
  }

  @Test
  void postponesChangeOfTargetWhileTheDesiredStateHasProblems() {
    DesiredState fleet = Fleets.state(Fleets.exclusive("c0", "a"));
    DesiredState ofClusters = Fleets.targeting(Target.KUBERNETES_CLUSTER, fleet);
    try (DynatraceSimulator simulator = Fleets.simulatorOfBothTargets(1).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      reconciler.apply(fleet);

      ApplyReport report =
          reconciler.apply(Fleets.withProblems(ofClusters, Fleets.problemOf("c0")));

      assertThat(Fleets.outcomes(report)).containsExactly(Outcome.REFUSED);
      assertThat(report.clusters().get(0).failure().orElseThrow().message())
          .startsWith("withheld: the change of the target");
      assertThat(scopeKinds(simulator)).containsOnly("HOST_GROUP").hasSize(2);
    }
  }

  @Test
  void removesOrphansOfKubernetesClusters() {
    DesiredState both = Fleets.targeting(Target.KUBERNETES_CLUSTER, Fleets.fleet(2, "a"));
    DesiredState one =
        DesiredState.builder().from(both).clusters(both.clusters().subList(0, 1)).build();
    try (DynatraceSimulator simulator = Fleets.simulatorOfBothTargets(2).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).removeOrphans().build();
      reconciler.apply(both);

      assertThat(reconciler.plan(one).orphans())
          .extracting(orphan -> orphan.target() + " " + orphan.targetName())
          .containsExactly("KUBERNETES_CLUSTER c1");
      ApplyReport report = reconciler.apply(one);

      assertThat(report.orphans())
          .extracting(OrphanReport::outcome)
          .containsExactly(Outcome.APPLIED);
      assertThat(scopeKinds(simulator)).containsExactly("KUBERNETES_CLUSTER");
    }
  }

  @Test
  void restoresDriftedRuleOfCluster() {
    DesiredState desired = Fleets.targeting(Target.KUBERNETES_CLUSTER, Fleets.fleet(1, "a"));
    try (DynatraceSimulator simulator = Fleets.simulatorOfBothTargets(1).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      reconciler.apply(desired);
      Rival.disable(client, simulator, "logconfig c0");

      assertThat(codes(reconciler.plan(desired).plan().clusters().get(0).findings()))
          .containsExactly(FindingCode.DRIFTED);
      assertThat(Fleets.outcomes(reconciler.apply(desired))).containsExactly(Outcome.APPLIED);
      assertThat(reconciler.plan(desired).isAsDesired()).isTrue();
    }
  }

  private static List<FindingCode> codes(List<Finding> findings) {
    return findings.stream().map(Finding::code).toList();
  }

  /** Returns the kind of the scope of each managed rule. */
  private static List<String> scopeKinds(DynatraceSimulator simulator) {
    List<String> kinds = new ArrayList<>();
    StreamSupport.stream(simulator.objects().spliterator(), false)
        .filter(object -> object.has("externalId"))
        .map(object -> object.path("scope").asText())
        .forEach(scope -> kinds.add(scope.substring(0, scope.indexOf('-'))));
    return kinds;
  }
}
