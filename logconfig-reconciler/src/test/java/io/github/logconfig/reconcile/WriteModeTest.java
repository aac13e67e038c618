package io.github.logconfig.reconcile;

import static io.github.logconfig.reconcile.Fleets.POST;
import static io.github.logconfig.reconcile.Fleets.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.storm.Rival;
import io.github.logconfig.reconcile.storm.StateWatch;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WriteModeTest {

  @Test
  void batchedChangesSendHundredRulesPerRequest() {
    try (DynatraceSimulator simulator = Fleets.simulator(250).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Fleets.reconciler(client).build().apply(Fleets.fleet(250, "a"));
      Reconciler batched = Fleets.reconciler(client).writeMode(WriteMode.BATCHED).build();
      simulator.clearRequests();

      ApplyReport report = batched.apply(Fleets.fleet(250, "a", "b"));

      assertThat(Fleets.outcomes(report)).containsOnly(Outcome.APPLIED);
      assertThat(simulator.requests())
          .isEqualTo(Map.of(Fleets.LIST, 1, Fleets.ENTITIES, 1, POST, 3));
      assertThat(batched.plan(Fleets.fleet(250, "a", "b")).isAsDesired()).isTrue();
    }
  }

  @Test
  void appliesAtOnceWithOneReadingBeforeAndOneAfterTheBatches() {
    try (DynatraceSimulator simulator = Fleets.simulator(250).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Fleets.reconciler(client).build().apply(Fleets.fleet(250, "a"));
      Reconciler batched = Fleets.reconciler(client).writeMode(WriteMode.BATCHED).build();
      DesiredFleet fleet = DesiredFleet.whole(Fleets.fleet(250, "a", "b"));
      AtomicReference<PlanReport> planned = new AtomicReference<>();
      simulator.clearRequests();

      ApplyReport report = batched.apply(fleet, planned::set);

      assertThat(planned.get().plan().clusters()).hasSize(250);
      assertThat(Fleets.outcomes(report)).containsOnly(Outcome.APPLIED);
      assertThat(simulator.requests())
          .isEqualTo(Map.of(Fleets.LIST, 2, Fleets.ENTITIES, 2, POST, 3));
    }
  }

  @Test
  void writesNothingIfThePlanIsNotAccepted() {
    try (DynatraceSimulator simulator = Fleets.simulator(1).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      DesiredFleet fleet = DesiredFleet.whole(Fleets.fleet(1, "a"));

      assertThatThrownBy(
              () ->
                  reconciler.apply(
                      fleet,
                      plan -> {
                        throw new IllegalStateException("not today");
                      }))
          .hasMessage("not today");

      assertThat(simulator.requests()).doesNotContainKey(POST);
    }
  }

  @Test
  void lockedChangesSendOneRequestPerRule() {
    try (DynatraceSimulator simulator = Fleets.simulator(30).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler locked = Fleets.reconciler(client).build();
      locked.apply(Fleets.fleet(30, "a"));
      simulator.clearRequests();

      locked.apply(Fleets.fleet(30, "a", "b"));

      assertThat(simulator.requests()).containsEntry(PUT, 30).doesNotContainKey(POST);
    }
  }

  @Test
  void batchedChangesKeepObjectsAndPositions() {
    try (DynatraceSimulator simulator = Fleets.simulator(1).start();
        DynatraceClient client = Fleets.client(simulator)) {
      String hostGroup = Fleets.hostGroupId(client, "c0");
      LogRule foreign = LogRule.builder().title("first").action(RuleAction.INCLUDE).build();
      LogRule noise =
          LogRule.builder()
              .from(foreign)
              .addMatcher(
                  Matcher.builder()
                      .attribute(Attribute.K8S_NAMESPACE_NAME)
                      .addValue("foreign")
                      .build())
              .build();
      Fleets.addUnmanaged(client, hostGroup, noise);
      Reconciler batched = Fleets.reconciler(client).writeMode(WriteMode.BATCHED).build();
      batched.apply(Fleets.state(Fleets.cluster("c0", "a")));
      Fleets.addUnmanaged(client, hostGroup, LogRule.builder().from(noise).title("last").build());
      String id = Fleets.id(simulator, "logconfig c0").value();
      simulator.clearRequests();

      batched.apply(Fleets.state(Fleets.cluster("c0", "b")));

      assertThat(simulator.requests()).containsEntry(POST, 1).doesNotContainKey(PUT);
      assertThat(Fleets.titles(simulator)).containsExactly("first", "logconfig c0", "last");
      assertThat(Fleets.id(simulator, "logconfig c0").value()).isEqualTo(id);
      assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("b");
    }
  }

  /** A post names the preceding rule. Rules that are created after the same rule come between. */
  @Test
  void changedRuleStaysAfterCreatedRule() {
    StateWatch watch = new StateWatch();
    try (DynatraceSimulator simulator = Fleets.simulator(2).recorder(watch).start();
        DynatraceClient client = Fleets.client(simulator)) {
      String second = Fleets.hostGroupId(client, "c1");
      LogRule foreign =
          LogRule.builder()
              .title("foreign")
              .addMatcher(
                  Matcher.builder()
                      .attribute(Attribute.K8S_NAMESPACE_NAME)
                      .addValue("foreign")
                      .build())
              .build();
      Fleets.addUnmanaged(client, second, foreign);
      DesiredState desired = Fleets.state(Fleets.exclusive("c0", "a"), Fleets.exclusive("c1", "a"));
      Reconciler batched = Fleets.reconciler(client).writeMode(WriteMode.BATCHED).build();
      batched.apply(desired);
      for (String cluster : List.of("c0", "c1")) {
        client.settings().delete(Fleets.id(simulator, "logconfig " + cluster));
        Rival.disable(client, simulator, "logconfig " + cluster + "/rest");
      }
      watch.watch(simulator, Map.of(Fleets.hostGroupId(client, "c0"), "c0", second, "c1"));
      watch.begin(desired);

      ApplyReport report = batched.apply(desired);

      assertThat(Fleets.outcomes(report)).containsOnly(Outcome.APPLIED);
      assertThat(Fleets.titles(simulator))
          .containsExactly(
              "foreign", "logconfig c1", "logconfig c1/rest", "logconfig c0", "logconfig c0/rest");
      assertThat(batched.verify(desired).isAsDesired()).isTrue();
      assertThat(watch.unsafe()).isEmpty();
    }
  }

  @Test
  void deletedRuleFailsOnlyItsCluster() {
    AtomicReference<Runnable> afterReading = new AtomicReference<>(() -> {});
    try (DynatraceSimulator simulator =
            Fleets.simulator(3)
                .recorder(
                    exchange -> {
                      if (exchange.method().equals("GET") && exchange.path().endsWith("objects")) {
                        afterReading.getAndSet(() -> {}).run();
                      }
                    })
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      Fleets.reconciler(client).build().apply(Fleets.fleet(3, "a"));
      afterReading.set(() -> client.settings().delete(Fleets.id(simulator, "logconfig c1")));

      ApplyReport report =
          Fleets.reconciler(client)
              .writeMode(WriteMode.BATCHED)
              .build()
              .apply(Fleets.fleet(3, "b"));

      assertThat(Fleets.outcomes(report))
          .containsExactly(Outcome.APPLIED, Outcome.CONFLICT, Outcome.APPLIED);
      assertThat(report.clusters().get(1).steps())
          .extracting(ClusterReport.Step::status)
          .containsExactly(ClusterReport.Step.Status.FAILED);
    }
  }

  @Test
  void detectsWrittenBatchAfterLostResponses() {
    try (DynatraceSimulator simulator = Fleets.simulator(60).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler batched = Fleets.reconciler(client).writeMode(WriteMode.BATCHED).build();
      for (String namespace : List.of("a", "b")) {
        simulator.faults(Fault.on("POST /settings/objects").dropAfter());
        ApplyReport report = batched.apply(Fleets.fleet(60, namespace));
        simulator.clearFaults();

        assertThat(Fleets.outcomes(report)).containsOnly(Outcome.APPLIED);
        assertThat(batched.plan(Fleets.fleet(60, namespace)).isAsDesired()).isTrue();
      }
    }
  }

  @Test
  void detectsBatchThatWasNotWritten() {
    try (DynatraceSimulator simulator = Fleets.simulator(3).start();
        DynatraceClient client = Fleets.client(simulator)) {
      simulator.faults(Fault.on("POST /settings/objects").dropBefore());

      ApplyReport report = Fleets.reconciler(client).build().apply(Fleets.fleet(3, "a"));

      assertThat(Fleets.outcomes(report)).containsOnly(Outcome.FAILED);
      assertThat(report.failures()).extracting(Failure::kind).containsOnly(FailureKind.UNREACHABLE);
      assertThat(simulator.objects()).isEmpty();
    }
  }

  @Test
  void checksPlanAgainBeforeBatch() {
    try (DynatraceSimulator simulator = Fleets.simulator(2).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler batched = Fleets.reconciler(client).writeMode(WriteMode.BATCHED).build();
      batched.apply(Fleets.fleet(2, "a"));
      PlanReport planned = batched.plan(Fleets.fleet(2, "b"));
      batched.apply(Fleets.state(Fleets.cluster("c0", "rival")));

      assertThat(Fleets.outcomes(batched.apply(planned)))
          .containsExactly(Outcome.CONFLICT, Outcome.APPLIED);
      assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("rival");
    }
  }
}
