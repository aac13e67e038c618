package io.github.logconfig.reconcile;

import static io.github.logconfig.reconcile.Fleets.DELETE;
import static io.github.logconfig.reconcile.Fleets.ENTITIES;
import static io.github.logconfig.reconcile.Fleets.LIST;
import static io.github.logconfig.reconcile.Fleets.POST;
import static io.github.logconfig.reconcile.Fleets.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.Target;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many requests runs take, counted by the service. */
class RequestFloorTest {

  @Test
  void createsHundredRulesPerRequest() {
    try (DynatraceSimulator simulator = Fleets.simulator(230).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      DesiredState fleet = Fleets.fleet(230, "a");

      reconciler.apply(fleet);
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1, POST, 3));

      simulator.clearRequests();
      assertThat(reconciler.apply(fleet).isSuccess()).isTrue();
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1));
    }
  }

  @Test
  void createsExclusiveClustersInTwoRequests() {
    try (DynatraceSimulator simulator = Fleets.simulator(230).start();
        DynatraceClient client = Fleets.client(simulator)) {
      DesiredCluster[] clusters =
          IntStream.range(0, 230)
              .mapToObj(i -> Fleets.exclusive("c" + i, "a"))
              .toArray(DesiredCluster[]::new);

      Fleets.reconciler(client).build().apply(Fleets.state(clusters));

      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1, POST, 6));
    }
  }

  @Test
  void fillsRequestsOfCustomSize() {
    try (DynatraceSimulator simulator = Fleets.simulator(65).start();
        DynatraceClient client = Fleets.clientBuilder(simulator).maxObjectsPerRequest(30).build()) {

      Fleets.reconciler(client).build().apply(Fleets.fleet(65, "a"));

      assertThat(simulator.requests()).containsEntry(POST, 3);
    }
  }

  @Test
  void readsRulesInPagesOfFiveHundred() {
    DynatraceSimulator.Builder builder = Fleets.simulator(1);
    IntStream.range(0, 1_100)
        .forEach(
            i ->
                builder.rule(
                    SimulatedRule.include("foreign " + i)
                        .namespaces("f")
                        .inScope("HOST_GROUP-%016X".formatted(i % 7))));
    try (DynatraceSimulator simulator = builder.start();
        DynatraceClient client = Fleets.client(simulator)) {

      Fleets.reconciler(client).build().plan(Fleets.fleet(1, "a"));

      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 3, ENTITIES, 1));
    }
  }

  /** 1,200 host groups are three pages; ten names fit into one selector. */
  @Test
  void looksUpFewHostGroupsByName() {
    try (DynatraceSimulator simulator = Fleets.simulator(1_200).start();
        DynatraceClient client = Fleets.client(simulator)) {

      Fleets.reconciler(client).build().plan(Fleets.fleet(10, "a"));

      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1));
    }
  }

  /** 1,200 names take several selectors; all host groups are one page. */
  @Test
  void looksUpManyHostGroupsByPages() {
    try (DynatraceSimulator simulator = Fleets.simulator(1_200).start();
        DynatraceClient client = Fleets.client(simulator)) {

      Fleets.reconciler(client).build().plan(Fleets.fleet(1_200, "a"));

      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1));
    }
  }

  @Test
  void readsTopologyOnlyForUntiedScopesWithRules() {
    String tied = "00000000-0000-4000-8000-000000000001";
    String untied = "00000000-0000-4000-8000-000000000002";
    SimulatedEntity tiedCluster = SimulatedEntity.kubernetesCluster("dynakube", tied);
    SimulatedEntity untiedCluster = SimulatedEntity.kubernetesCluster("dynakube", untied);
    DesiredCluster withUid =
        DesiredCluster.builder()
            .from(Fleets.cluster("c0", "a"))
            .kubernetesClusterUid(new KubernetesClusterUid(tied))
            .build();
    try (DynatraceSimulator simulator =
            Fleets.simulator(2)
                .entity(tiedCluster)
                .entity(untiedCluster)
                .rule(SimulatedRule.include("of the operator").namespaces("o").in(tiedCluster))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      Fleets.reconciler(client).build().plan(Fleets.state(withUid));
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1));

      simulator.clearRequests();
      Fleets.reconciler(client).build().plan(Fleets.fleet(2, "a"));
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 2));
    }
  }

  /** Hosts would only tell host groups, and nothing depends on those. */
  @Test
  void readsNoTopologyIfNoHostGroupMatters() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    DesiredState.Builder state = DesiredState.builder().addEnvironment(Fleets.STAGING);
    for (int i = 0; i < 60; i++) {
      builder.entity(SimulatedEntity.kubernetesCluster("c" + i));
      state.addCluster(
          DesiredCluster.builder()
              .from(Fleets.cluster("c" + i, "a"))
              .target(Target.KUBERNETES_CLUSTER)
              .build());
    }
    DesiredState tiedByName = state.build();
    try (DynatraceSimulator simulator = builder.hostGroup("hg").start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();

      assertThat(reconciler.apply(tiedByName).isSuccess()).isTrue();
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, POST, 1));

      simulator.clearRequests();
      assertThat(reconciler.plan(tiedByName).isAsDesired()).isTrue();
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1));

      simulator.clearRequests();
      reconciler.plan(
          DesiredState.builder().from(tiedByName).addCluster(Fleets.cluster("hg", "a")).build());
      assertThat(simulator.requests())
          .as("a host group may contradict the names")
          .isEqualTo(Map.of(LIST, 1, ENTITIES, 3));
    }
  }

  @Test
  void readsHostsWithRulesOnce() {
    try (DynatraceSimulator simulator =
            Fleets.simulator(2)
                .rule(
                    SimulatedRule.include("of a host")
                        .namespaces("o")
                        .inScope("HOST-0000000000000001"))
                .rule(
                    SimulatedRule.include("of another host")
                        .namespaces("o")
                        .inScope("HOST-0000000000000002"))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      Fleets.reconciler(client).build().plan(Fleets.fleet(2, "a"));

      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 2));
    }
  }

  @Test
  void readsKubernetesClustersWithRulesOnce() {
    SimulatedEntity kubernetes = SimulatedEntity.kubernetesCluster("c0");
    try (DynatraceSimulator simulator =
            Fleets.simulator(2)
                .entity(kubernetes)
                .rule(SimulatedRule.include("of the operator").namespaces("o").in(kubernetes))
                .rule(SimulatedRule.include("another").namespaces("p").in(kubernetes))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {

      Fleets.reconciler(client).build().plan(Fleets.fleet(2, "a"));

      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 2));
    }
  }

  @Test
  void changesRulesWithOneRequestPerCluster() {
    try (DynatraceSimulator simulator = Fleets.simulator(12).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      reconciler.apply(Fleets.fleet(12, "a"));
      simulator.clearRequests();

      reconciler.apply(Fleets.fleet(12));

      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1, DELETE, 12));
      reconciler.apply(Fleets.fleet(12, "a"));
      simulator.clearRequests();
      reconciler.apply(Fleets.fleet(12, "b"));
      assertThat(simulator.requests()).isEqualTo(Map.of(LIST, 1, ENTITIES, 1, PUT, 12));
    }
  }
}
