package io.github.logconfig.reconcile.rollout;

import static io.github.logconfig.reconcile.rollout.StageState.DONE;
import static io.github.logconfig.reconcile.rollout.StageState.FAILED;
import static io.github.logconfig.reconcile.rollout.StageState.VERIFYING;
import static io.github.logconfig.reconcile.rollout.StageState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.arrival.WorkloadEvidence;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.BearerToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedWorkload;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three stages of one cluster each that succeed if their logs arrive. */
class StagedArrivalTest {

  private static final String QUERY = "POST /platform/storage/query/v1/query:execute";
  private static final WorkloadEvidence EVERYTHING_WRITES = (cluster, namespace) -> true;

  private final DynatraceSimulator simulator =
      Fleets.simulator(3)
          .entity(kubernetes(0))
          .entity(kubernetes(1))
          .entity(kubernetes(2))
          .entity(host(0))
          .entity(host(1))
          .entity(host(2))
          .start();
  private final DynatraceClient client =
      Fleets.clientBuilder(simulator)
          .credentials(Credentials.bearerToken(BearerToken.of("dt0s16.PUBLIC.SECRET")))
          .build();
  private final Reconciler reconciler = Fleets.reconciler(client).build();

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private static SimulatedEntity host(int number) {
    return SimulatedEntity.host("node-" + number)
        .instanceOf(SimulatedEntity.hostGroup("c" + number))
        .inKubernetesCluster(kubernetes(number));
  }

  private static SimulatedEntity kubernetes(int number) {
    return SimulatedEntity.kubernetesCluster("dynakube", "uid-" + number);
  }

  private static SimulatedWorkload.Builder pods(int cluster) {
    return SimulatedWorkload.builder("shop", host(cluster));
  }

  private static DesiredState state(String... namespaces) {
    return Fleets.state(
        IntStream.range(0, 3)
            .mapToObj(
                number ->
                    DesiredCluster.builder()
                        .from(Fleets.cluster("c" + number, namespaces))
                        .kubernetesClusterUid(new KubernetesClusterUid("uid-" + number))
                        .build())
            .toArray(DesiredCluster[]::new));
  }

  private static Stage stage(String name, String cluster) {
    return new Stage(
        name,
        new StageSelector(List.of(new NamePattern(cluster)), List.of(), Map.of()),
        Duration.ZERO,
        Optional.of(ArrivalLimit.NONE));
  }

  private static StagedApply stages() {
    return new StagedApply(
        Clock.systemUTC(),
        ArrivalOptions.DEFAULT.withWorkloads(EVERYTHING_WRITES).withAllRecordsSeen());
  }

  private RolloutReport apply(StagedApply stages, DesiredState state) {
    DesiredFleet fleet = DesiredFleet.whole(state);
    return stages.apply(
        reconciler,
        fleet,
        Rollout.of(
            List.of(stage("first", "c0"), stage("second", "c1"), stage("third", "c2")),
            new LoadedState(state, List.of())),
        reconciler.plan(fleet));
  }

  private static List<StageState> states(RolloutReport report) {
    return report.stages().stream().map(StageStatus::state).toList();
  }

  @Test
  void stopsWhereLogsAreMissingAndContinuesWhenTheyArrive() {
    simulator.workloads(pods(0).build(), pods(1).dropped().build(), pods(2).build());

    assertThat(states(apply(stages(), state("shop")))).containsExactly(VERIFYING, WAITING, WAITING);
    assertThat(simulator.requests()).as("too early").doesNotContainKey(QUERY);
    simulator.advance(Duration.ofMinutes(11));
    assertThat(states(apply(stages(), state("shop")))).containsExactly(DONE, VERIFYING, WAITING);
    simulator.advance(Duration.ofMinutes(11));
    RolloutReport failed = apply(stages(), state("shop"));

    assertThat(states(failed)).containsExactly(DONE, FAILED, WAITING);
    assertThat(failed.stages().get(1).reason())
        .isEqualTo("logs of 1 namespace are missing; the limit is 0: namespace shop of cluster c1");
    assertThat(Fleets.titles(simulator))
        .contains("logconfig c0", "logconfig c1")
        .doesNotContain("logconfig c2");

    simulator.workloads(pods(0).build(), pods(1).build(), pods(2).build());
    assertThat(states(apply(stages(), state("shop")))).containsExactly(DONE, DONE, VERIFYING);
    simulator.advance(Duration.ofMinutes(11));
    assertThat(apply(stages(), state("shop")).isComplete()).isTrue();
  }

  @Test
  void logsThatShouldHaveStoppedAreLeaks() {
    simulator.workloads(pods(0).build(), pods(1).build(), pods(2).build());
    reconciler.apply(state("bank", "shop"));
    simulator.advance(Duration.ofHours(1));
    StagedApply stages =
        new StagedApply(Clock.systemUTC(), ArrivalOptions.DEFAULT.withAllRecordsSeen());

    assertThat(states(apply(stages, state("bank")))).containsExactly(VERIFYING, WAITING, WAITING);
    Fleets.addUnmanaged(
        client, Fleets.hostGroupId(client, "c0"), LogRule.builder().title("leak").build());
    simulator.advance(Duration.ofMinutes(11));

    assertThat(apply(stages, state("bank")).stages().get(0).reason())
        .isEqualTo(
            "logs of 1 namespace are still arriving; the limit is 0: namespace shop of cluster c0");
  }

  /** Queries are charged: one for all stages, and none while nothing changes. */
  @Test
  void oneQueryChecksAllStagesOnce() {
    simulator.workloads(pods(0).build(), pods(1).build(), pods(2).build());
    reconciler.apply(state("shop"));
    simulator.advance(Duration.ofHours(1));
    StagedApply stages = stages();

    assertThat(apply(stages, state("shop")).isComplete()).isTrue();
    assertThat(apply(stages, state("shop")).isComplete()).isTrue();

    assertThat(simulator.requests()).containsEntry(QUERY, 1);
  }

  @Test
  void tokenThatMayNotReadLogsIsNoSuccess() {
    reconciler.apply(state("shop"));
    simulator.advance(Duration.ofHours(1));
    try (DynatraceClient classic = Fleets.client(simulator)) {
      DesiredFleet fleet = DesiredFleet.whole(state("shop", "bank"));
      Reconciler withoutQueries = Fleets.reconciler(classic).build();
      RolloutReport report =
          stages()
              .apply(
                  withoutQueries,
                  fleet,
                  Rollout.of(
                      List.of(stage("first", "c?")), new LoadedState(state("shop"), List.of())),
                  withoutQueries.plan(DesiredFleet.whole(state("shop"))));

      assertThat(states(report)).containsExactly(FAILED);
      assertThat(report.stages().get(0).reason())
          .startsWith(
              "logs of 3 namespaces are unknown; the limit is 0: namespace shop of cluster c0 (the"
                  + " token may not read logs), ");
    }
  }
}
