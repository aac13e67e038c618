package io.github.logconfig.reconcile.rollout;

import static io.github.logconfig.reconcile.rollout.StageState.DONE;
import static io.github.logconfig.reconcile.rollout.StageState.FAILED;
import static io.github.logconfig.reconcile.rollout.StageState.READY;
import static io.github.logconfig.reconcile.rollout.StageState.SOAKING;
import static io.github.logconfig.reconcile.rollout.StageState.UNKNOWN;
import static io.github.logconfig.reconcile.rollout.StageState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollouts over three stages: cluster c0, then c1 and c2, then c3. */
class StagedApplyTest {

  private static final Duration SOAK = Duration.ofHours(1);
  private static final Map<String, Integer> READ = Map.of(Fleets.LIST, 1, Fleets.ENTITIES, 1);

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(4).start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private static Rollout rollout(DesiredState state, Duration soak) {
    return rollout(new LoadedState(state, List.of()), soak);
  }

  private static Rollout rollout(LoadedState state, Duration soak) {
    return Rollout.of(
        List.of(stage("first", soak, "c0"), stage("second", soak, "c1", "c2")), state);
  }

  private static Stage stage(String name, Duration soak, String... clusters) {
    return new Stage(
        name,
        new StageSelector(
            Arrays.stream(clusters).map(NamePattern::new).toList(), List.of(), Map.of()),
        soak,
        Optional.empty());
  }

  /** Every run has an object of its own, as every process has: nothing is remembered. */
  private RolloutReport apply(DesiredState state, Duration soak) {
    return apply(new StagedApply(), DesiredFleet.whole(state), rollout(state, soak));
  }

  private RolloutReport apply(StagedApply stages, DesiredFleet fleet, Rollout rollout) {
    return stages.apply(reconciler, fleet, rollout, reconciler.plan(fleet));
  }

  private static List<StageState> states(RolloutReport report) {
    return report.stages().stream().map(StageStatus::state).toList();
  }

  @ParameterizedTest
  @EnumSource
  void stopsAtTheStageThatFailsAndContinuesThere(WriteMode mode) {
    reconciler = Fleets.reconciler(client).writeMode(mode).build();
    DesiredState state = Fleets.fleet(4, "a");
    simulator.faults(Fault.on(Fleets.POST).nth(2).status(403));

    RolloutReport failed = apply(state, Duration.ZERO);

    assertThat(states(failed)).containsExactly(DONE, FAILED, WAITING);
    assertThat(Fleets.outcomes(failed.applied()))
        .containsExactly(Outcome.APPLIED, Outcome.FAILED, Outcome.FAILED, Outcome.NOT_ATTEMPTED);
    assertThat(failed.failures())
        .extracting("kind")
        .contains(FailureKind.PERMISSION, FailureKind.WAITING);
    assertThat(failed.stages().get(1).reason())
        .startsWith("2 of 2 clusters are not as desired: cluster c1: ");
    assertThat(failed.stages().get(2).reason()).isEqualTo("waits for stage second");
    assertThat(Fleets.titles(simulator)).containsExactly("logconfig c0");

    simulator.clearFaults();
    simulator.clearRequests();
    RolloutReport resumed = apply(state, Duration.ZERO);

    assertThat(resumed.isComplete()).isTrue();
    assertThat(resumed.failures()).isEmpty();
    assertThat(Fleets.outcomes(resumed.applied()))
        .containsExactly(Outcome.UNCHANGED, Outcome.APPLIED, Outcome.APPLIED, Outcome.APPLIED);
    assertThat(simulator.requests()).containsEntry(Fleets.POST, 2);
    assertThat(reconciler.verify(state).isAsDesired()).isTrue();
  }

  @Test
  void allStagesNeedOneObservation() {
    apply(Fleets.fleet(4, "a"), Duration.ZERO);

    assertThat(simulator.requests())
        .isEqualTo(Map.of(Fleets.LIST, 1, Fleets.ENTITIES, 1, Fleets.POST, 3));
    simulator.clearRequests();
    assertThat(apply(Fleets.fleet(4, "a"), Duration.ZERO).isComplete()).isTrue();
    assertThat(simulator.requests()).isEqualTo(READ);
  }

  @Test
  void soakTimeCountsFromWhatTheServiceHasRecorded() {
    DesiredState state = Fleets.fleet(4, "a");

    RolloutReport soaking = apply(state, SOAK);

    assertThat(states(soaking)).containsExactly(SOAKING, WAITING, WAITING);
    assertThat(Fleets.outcomes(soaking.applied()))
        .containsExactly(
            Outcome.APPLIED, Outcome.NOT_ATTEMPTED, Outcome.NOT_ATTEMPTED, Outcome.NOT_ATTEMPTED);
    assertThat(soaking.failures()).extracting("kind").containsOnly(FailureKind.WAITING);
    simulator.advance(Duration.ofMinutes(58));
    assertThat(states(apply(state, SOAK))).containsExactly(SOAKING, WAITING, WAITING);
    assertThat(Fleets.titles(simulator)).containsExactly("logconfig c0");

    simulator.advance(Duration.ofMinutes(3));
    assertThat(states(apply(state, SOAK))).containsExactly(DONE, SOAKING, WAITING);
    simulator.advance(Duration.ofMinutes(61));
    assertThat(states(apply(state, SOAK))).containsExactly(DONE, DONE, DONE);
    assertThat(reconciler.verify(state).isAsDesired()).isTrue();
  }

  @Test
  void waitsAndReadsTheStagesThatAreLeft() {
    DesiredState state = Fleets.fleet(4, "a");
    DesiredFleet fleet = DesiredFleet.whole(state);
    List<String> waits = new ArrayList<>();

    RolloutReport report =
        new StagedApply(simulatorClock(), ArrivalOptions.DEFAULT)
            .applyAll(
                reconciler,
                fleet,
                rollout(state, SOAK),
                reconciler.plan(fleet),
                (soFar, until) -> {
                  waits.add(soFar.current().orElseThrow().stage());
                  simulator.advance(Duration.between(simulator.now(), until).plusSeconds(2));
                  return true;
                });

    assertThat(waits).containsExactly("first", "second");
    assertThat(states(report)).containsExactly(DONE, DONE, DONE);
    assertThat(report.stages()).extracting(it -> it.clusters().size()).containsExactly(1, 2, 1);
    assertThat(report.applied().summary()).containsEntry(Outcome.APPLIED, 4);
    assertThat(simulator.requests())
        .isEqualTo(Map.of(Fleets.LIST, 3, Fleets.ENTITIES, 3, Fleets.POST, 3));
  }

  private Clock simulatorClock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return simulator.now();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @Test
  void driftInAnEarlierStageIsCorrectedAndSoaksAgain() {
    DesiredState state = Fleets.fleet(4, "a");
    reconciler.apply(state);
    simulator.advance(Duration.ofHours(2));
    client.settings().delete(Fleets.id(simulator, "logconfig c0"));

    RolloutReport report = apply(Fleets.fleet(4, "a", "b"), SOAK);

    assertThat(states(report)).containsExactly(SOAKING, WAITING, WAITING);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a", "b");
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("a");
  }

  @Test
  void deletionSoaksInTheProcessThatHasDeleted() {
    reconciler.apply(Fleets.fleet(4, "a"));
    simulator.advance(Duration.ofHours(2));
    DesiredState state =
        Fleets.state(
            Fleets.cluster("c0"), Fleets.cluster("c1"), Fleets.cluster("c2"), Fleets.cluster("c3"));
    StagedApply stages = new StagedApply();
    DesiredFleet fleet = DesiredFleet.whole(state);

    assertThat(states(apply(stages, fleet, rollout(state, SOAK))))
        .containsExactly(SOAKING, WAITING, WAITING);
    assertThat(states(apply(stages, fleet, rollout(state, SOAK))))
        .containsExactly(SOAKING, WAITING, WAITING);
  }

  @Test
  void laterStageWaitsForClustersThatAreNotSelected() {
    DesiredState state = Fleets.fleet(4, "a");
    DesiredFleet last = DesiredFleet.whole(state).only(List.of(new ClusterName("c3")));
    Rollout rollout = rollout(state, Duration.ZERO);

    RolloutReport waiting = apply(new StagedApply(), last, rollout);

    assertThat(states(waiting)).containsExactly(WAITING, WAITING, WAITING);
    assertThat(waiting.stages().get(0).reason())
        .isEqualTo("waits for clusters that this run does not select");
    assertThat(waiting.applied().clusters()).hasSize(1);
    assertThat(simulator.requests()).isEqualTo(Map.of(Fleets.LIST, 2, Fleets.ENTITIES, 2));

    reconciler.apply(
        DesiredFleet.whole(state)
            .only(List.of(new ClusterName("c0"), new ClusterName("c1"), new ClusterName("c2"))));
    assertThat(apply(new StagedApply(), last, rollout).isComplete()).isTrue();
    simulator.clearRequests();
    RolloutReport nothing = apply(new StagedApply(), last, rollout);
    assertThat(nothing.stages())
        .as("only what was read")
        .extracting(StageStatus::stage)
        .containsExactly("rest");
    assertThat(nothing.isComplete()).isTrue();
    assertThat(simulator.requests()).isEqualTo(READ);
  }

  @Test
  void previewSendsNothingAndDoesNotGuess() {
    DesiredState state = Fleets.fleet(4, "a");
    DesiredFleet whole = DesiredFleet.whole(state);
    DesiredFleet last = whole.only(List.of(new ClusterName("c3")));
    Rollout rollout = rollout(state, SOAK);
    PlanReport planned = reconciler.plan(whole);
    PlanReport plannedLast = reconciler.plan(last);
    simulator.clearRequests();

    assertThat(new StagedApply().preview(reconciler, whole, rollout, planned))
        .extracting(StageStatus::state)
        .containsExactly(READY, WAITING, WAITING);
    assertThat(new StagedApply().preview(reconciler, last, rollout, plannedLast))
        .extracting(StageStatus::state)
        .containsExactly(UNKNOWN, UNKNOWN, WAITING);
    assertThat(simulator.requests()).isEmpty();
  }

  /** In stages of two clusters, each stage alone would be within the limit. */
  @Test
  void impactLimitCountsAllStages() {
    String[] many = {"a", "b", "c", "d", "e", "f", "g", "h"};
    reconciler = Reconciler.builder().client(Fleets.STAGING, client).build();
    reconciler.apply(Fleets.fleet(4, many));

    RolloutReport report = apply(Fleets.fleet(4, "a", "b", "c", "d"), Duration.ZERO);

    assertThat(states(report)).containsExactly(FAILED, FAILED, FAILED);
    assertThat(Fleets.outcomes(report.applied())).containsOnly(Outcome.REFUSED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly(many);
  }

  @Test
  void clusterThatCouldNotBeReadBlocksTheStageThatMaySelectIt() {
    LoadedState loaded =
        new LoadedState(Fleets.fleet(4, "a"), List.of(Fleets.problemOf("lost", "lost")));
    DesiredFleet fleet = DesiredFleet.from(loaded);
    Rollout rollout =
        Rollout.of(
            List.of(stage("first", Duration.ZERO, "c0", "l*"), stage("second", SOAK, "c1")),
            loaded);

    RolloutReport report = apply(new StagedApply(), fleet, rollout);

    assertThat(states(report)).containsExactly(FAILED, WAITING, WAITING);
    assertThat(Fleets.titles(simulator)).containsExactly("logconfig c0");
    assertThat(report.applied().clusters()).hasSize(5);
  }

  @Test
  void orphansAreRemovedAfterTheLastStage() {
    reconciler.apply(Fleets.fleet(4, "a"));
    reconciler = Fleets.reconciler(client).removeOrphans().build();
    DesiredState state = Fleets.fleet(3, "a", "b");

    assertThat(states(apply(state, SOAK))).containsExactly(SOAKING, WAITING);
    assertThat(Fleets.titles(simulator)).contains("logconfig c3");
    simulator.advance(Duration.ofMinutes(61));
    assertThat(states(apply(state, SOAK))).containsExactly(DONE, SOAKING);
    simulator.advance(Duration.ofMinutes(61));
    RolloutReport report = apply(state, SOAK);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.applied().orphans()).extracting("outcome").containsExactly(Outcome.APPLIED);
    assertThat(Fleets.titles(simulator)).doesNotContain("logconfig c3");
  }
}
