package io.github.logconfig.reconcile.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.rollout.NamePattern;
import io.github.logconfig.reconcile.rollout.Rollout;
import io.github.logconfig.reconcile.rollout.Stage;
import io.github.logconfig.reconcile.rollout.StageSelector;
import io.github.logconfig.reconcile.rollout.StageState;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileLoopTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final String POST = "POST /api/v2/settings/objects";
  private static final String PUT = "PUT /api/v2/settings/objects/{objectId}";
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final FakeTime time = new FakeTime();
  private final List<LoopRound> rounds = new ArrayList<>();
  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    IntStream.range(0, 60).forEach(i -> builder.hostGroup("c" + i));
    simulator = builder.start();
    client = client().retryPolicy(RetryPolicy.builder().maxAttempts(1).build()).build();
    reconciler = Reconciler.builder().client(STAGING, client).build();
  }

  private DynatraceClient.Builder client() {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"));
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void everyRoundLoadsSourceAndRepairsDrift() {
    List<DesiredState> source =
        List.of(
            state(cluster("c1", "a")),
            state(cluster("c1", "a", "b")),
            DesiredState.builder().build());
    ReconcileLoop loop = loop(() -> LoopInput.of(source.get(rounds.size()), reconciler), 3);

    loop.run();

    assertThat(rounds).extracting(LoopRound::number).containsExactly(1, 2, 3);
    assertThat(rounds).allMatch(LoopRound::isGood);
    assertThat(values()).containsExactly("a", "b");
  }

  /** The clock of the service advances with the rounds. */
  @Test
  void roundsApplyTheStagesThatMayBeApplied() {
    DesiredState desired = state(cluster("c1", "a"), cluster("c2", "a"));
    Rollout rollout =
        Rollout.of(
            List.of(
                new Stage(
                    "first",
                    new StageSelector(List.of(new NamePattern("c1")), List.of(), Map.of()),
                    Duration.ofMinutes(15),
                    Optional.empty())),
            new LoadedState(desired, List.of()));
    DesiredFleet fleet = DesiredFleet.whole(desired);

    loop(
            () -> {
              simulator.advance(INTERVAL);
              return new LoopInput(fleet, reconciler, "", Optional.of(rollout));
            },
            4)
        .run();

    assertThat(rounds)
        .extracting(it -> it.plan().stages().stream().map(StageStatus::state).toList())
        .containsExactly(
            List.of(StageState.SOAKING, StageState.WAITING),
            List.of(StageState.SOAKING, StageState.WAITING),
            List.of(StageState.DONE, StageState.DONE),
            List.of(StageState.DONE, StageState.DONE));
    assertThat(rounds).allMatch(LoopRound::isGood);
    assertThat(rounds.get(1).failures())
        .extracting(Failure::kind)
        .containsOnly(FailureKind.WAITING);
    assertThat(rounds.get(3).isQuiet()).isTrue();
  }

  @Test
  void pausesVaryByTenPercent() {
    loop(() -> LoopInput.of(DesiredState.builder().build(), reconciler), 200).run();

    assertThat(time.pauses()).hasSize(199);
    assertThat(time.pauses())
        .allMatch(
            pause ->
                pause.compareTo(Duration.ofMinutes(9)) >= 0
                    && pause.compareTo(Duration.ofMinutes(11)) <= 0);
    assertThat(time.pauses().stream().distinct().count()).isGreaterThan(190);
  }

  @Test
  void verifiesArrivalAtItsInterval() {
    DesiredState desired = state(cluster("c1", "a"));
    AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
    loop.set(
        ReconcileLoop.builder(() -> LoopInput.of(desired, reconciler))
            .interval(INTERVAL)
            .verifyArrival(Duration.ofMinutes(25), ArrivalOptions.DEFAULT)
            .listener(
                round -> {
                  rounds.add(round);
                  if (rounds.size() == 8) {
                    loop.get().stop();
                  }
                })
            .clock(time)
            .pauses(time)
            .build());
    Instant start = time.instant();

    loop.get().run();

    List<LoopRound> verified = rounds.stream().filter(it -> it.arrival().isPresent()).toList();
    assertThat(verified).hasSizeBetween(2, 3);
    assertThat(verified.get(0).began()).isAfterOrEqualTo(start.plus(Duration.ofMinutes(10)));
    assertThat(Duration.between(verified.get(0).began(), verified.get(1).began()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(25));
    // an API token cannot query logs, which does not make the loop unready
    assertThat(verified.get(0).arrival().orElseThrow().count(ArrivalVerdict.UNKNOWN)).isEqualTo(1);
    assertThat(rounds).allMatch(LoopRound::isGood);
  }

  @Test
  void unreadableSourceSendsNothingAndLoopContinues() {
    DesiredState desired = state(cluster("c1", "a"));
    ReconcileLoop loop =
        loop(
            () -> {
              simulator.clearRequests();
              if (rounds.size() == 1) {
                throw new FeedException(new Failure(FailureKind.UNREACHABLE, "no answer"));
              }
              if (rounds.size() == 2) {
                throw new IllegalStateException("a mistake\nof ours");
              }
              return LoopInput.of(desired, reconciler);
            },
            4);

    loop.run();

    assertThat(rounds).extracting(LoopRound::isGood).containsExactly(true, false, false, true);
    assertThat(rounds.get(1).failures())
        .containsExactly(new Failure(FailureKind.UNREACHABLE, "no answer"));
    assertThat(rounds.get(2).failures())
        .containsExactly(
            new Failure(FailureKind.OTHER, "unexpected IllegalStateException: a mistake"));
    assertThat(rounds.get(2).applied()).isEmpty();
    assertThat(rounds.get(3).isQuiet()).isTrue();
    assertThat(values()).containsExactly("a");
  }

  @Test
  void removesNothingWhileSourceHasProblems() {
    reconciler.apply(state(cluster("c1", "a", "b"), cluster("c2", "a"), cluster("c3", "a")));
    DesiredState partial =
        state(cluster("c1", "a", "new"), cluster("c2", "a", "new"), cluster("c4", "a"));

    LoopRound round =
        loop(
                () ->
                    new LoopInput(
                        Fleets.withProblems(partial, new Problem("cluster.yml", 3, "broken")),
                        reconciler,
                        "r1"),
                1)
            .runOnce();

    assertThat(round.applied().orElseThrow().clusters())
        .extracting(report -> report.cluster() + " " + report.outcome())
        .containsExactly("c1 PARTLY", "c2 APPLIED", "c4 APPLIED");
    assertThat(round.failures())
        .extracting(Failure::kind)
        .containsExactly(FailureKind.REFUSED, FailureKind.DESIRED_STATE);
    assertThat(round.failures().get(0).message()).contains("nothing is taken away");
    assertThat(round.isGood()).isTrue();
    assertThat(round.isQuiet()).isFalse();
    assertThat(values()).containsExactly("a", "b", "new", "a", "new", "a", "a");
  }

  @Test
  void plansOnlyWithoutWrites() {
    ReconcileLoop loop =
        ReconcileLoop.builder(() -> LoopInput.of(state(cluster("c1", "a")), reconciler))
            .withoutWrites()
            .build();

    LoopRound round = loop.runOnce();

    assertThat(round.plan().plan().clusters().get(0).steps()).hasSize(1);
    assertThat(round.applied()).isEmpty();
    assertThat(simulator.requests()).doesNotContainKeys(POST, PUT);
  }

  @Test
  void stopCompletesWritesInProgressAndReports() {
    DesiredCluster[] all =
        IntStream.range(0, 60).mapToObj(i -> cluster("c" + i, "a")).toArray(DesiredCluster[]::new);
    DesiredCluster[] changed =
        IntStream.range(0, 60)
            .mapToObj(i -> cluster("c" + i, "a", "b"))
            .toArray(DesiredCluster[]::new);
    reconciler.apply(state(all));
    simulator.clearRequests();
    AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
    try (DynatraceClient stopping =
        client()
            .requestListener(
                event -> {
                  if (event.request().startsWith("PUT ")) {
                    loop.get().stop();
                  }
                })
            .build()) {
      Reconciler writer = Reconciler.builder().client(STAGING, stopping).build();
      loop.set(loop(() -> LoopInput.of(state(changed), writer), 2));

      loop.get().run();
    }

    assertThat(rounds).hasSize(1);
    ApplyReport report = rounds.get(0).applied().orElseThrow();
    int applied = report.summary().getOrDefault(Outcome.APPLIED, 0);
    assertThat(applied).isBetween(1, 59);
    assertThat(report.summary()).containsEntry(Outcome.NOT_ATTEMPTED, 60 - applied);
    assertThat(simulator.requests()).containsEntry(PUT, applied);
    assertThat(rounds.get(0).isGood()).isFalse();
    assertThat(loop.get().health().isAlive()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void stopBeforeFirstWriteWritesNothing() {
    AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
    loop.set(
        loop(
            () -> {
              loop.get().stop();
              return LoopInput.of(state(cluster("c1", "a")), reconciler);
            },
            2));

    loop.get().run();

    assertThat(rounds).hasSize(1);
    assertThat(simulator.requests()).doesNotContainKey(POST);
    assertThatThrownBy(() -> loop.get().run()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stopBeforeRunStartsNothing() {
    ReconcileLoop loop = loop(() -> LoopInput.of(state(cluster("c1", "a")), reconciler), 2);
    loop.stop();

    loop.run();

    assertThat(rounds).isEmpty();
    assertThat(simulator.requests()).isEmpty();
  }

  @Test
  void foreignInterruptEndsLoopAndIsPreserved() {
    ReconcileLoop loop =
        loop(
            () -> {
              Thread.currentThread().interrupt();
              return LoopInput.of(state(cluster("c1", "a")), reconciler);
            },
            2);

    loop.run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(rounds).hasSize(1);
  }

  @Test
  void wakeDuringRoundStartsNextImmediately() throws InterruptedException {
    CountDownLatch rounds = new CountDownLatch(3);
    AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
    loop.set(
        ReconcileLoop.builder(
                () -> {
                  loop.get().wake();
                  loop.get().wake();
                  return LoopInput.of(DesiredState.builder().build(), reconciler);
                })
            .interval(Duration.ofDays(1))
            .settling(Duration.ofMillis(1))
            .listener(round -> rounds.countDown())
            .build());
    Thread runner = new Thread(loop.get()::run);
    runner.start();

    rounds.await();
    loop.get().stop();
    runner.join();

    assertThat(rounds.getCount()).isZero();
  }

  @Test
  void readyAfterGoodRound() {
    List<Boolean> ready = new ArrayList<>();
    AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
    loop.set(
        loop(
            () -> {
              ready.add(loop.get().health().isReady());
              // Dynatrace is down from the second to the sixth round
              simulator.clearFaults();
              if (rounds.size() >= 1 && rounds.size() < 6) {
                simulator.faults(Fault.on("*").status(503));
              }
              return LoopInput.of(state(cluster("c1", "a")), reconciler);
            },
            8));

    loop.get().run();

    assertThat(rounds)
        .extracting(LoopRound::isGood)
        .containsExactly(true, false, false, false, false, false, true, true);
    assertThat(ready).containsExactly(false, true, false, false, false, false, false, true);
  }

  @Test
  void notReadyAfterThreeIntervals() {
    LoopRound good = loop(() -> LoopInput.of(state(cluster("c1", "a")), reconciler), 1).runOnce();
    LoopHealth health = new LoopHealth(time, INTERVAL, Duration.ofHours(1));
    health.roundEnds(good);

    assertThat(health.isReady()).isTrue();
    time.advance(INTERVAL.plus(good.took()).multipliedBy(3).plusSeconds(1));
    assertThat(health.isReady()).isFalse();
  }

  @Test
  void unusableEnvironmentFailsOnlyItsClusters() {
    Environment other = Environment.of("other", "https://xyz98765.live.dynatrace.com");
    DesiredState desired =
        DesiredState.builder()
            .addEnvironment(STAGING)
            .addEnvironment(other)
            .addCluster(cluster("c1", "a"))
            .addCluster(DesiredCluster.of("elsewhere", other, "a"))
            .build();
    Failure reason = new Failure(FailureKind.CONFIGURATION, "environment other: no API token");
    Reconciler partly = Fleets.reconciler(client).unusable(other.name(), reason).build();

    LoopRound round = loop(() -> LoopInput.of(desired, partly), 1).runOnce();

    assertThat(round.applied().orElseThrow().clusters())
        .extracting(report -> report.cluster() + " " + report.outcome())
        .containsExactly("c1 APPLIED", "elsewhere FAILED");
    assertThat(round.failures()).containsExactly(reason);
    assertThat(round.isGood()).isFalse();
  }

  @Test
  void wrongAddressMakesRoundNotGood() {
    simulator.faults(Fault.on("*").status(404));

    LoopRound round = loop(() -> LoopInput.of(state(cluster("c1", "a")), reconciler), 1).runOnce();

    assertThat(round.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND))
        .satisfies(failure -> assertThat(failure.status()).contains(404));
    assertThat(round.isGood()).isFalse();
  }

  @Test
  void countsProblemsOfEmptySource() {
    Problem problem = new Problem("desired.yaml", 1, "does not exist");

    LoopRound round =
        loop(
                () -> {
                  throw new FeedException(Failure.of(problem), List.of(problem));
                },
                1)
            .runOnce();

    assertThat(round.plan().problems()).containsExactly(problem);
    assertThat(round.failures()).containsExactly(Failure.of(problem));
  }

  @Test
  void overlongRoundIsNotAlive() {
    List<Boolean> alive = new ArrayList<>();
    AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
    loop.set(
        loop(
            () -> {
              alive.add(loop.get().health().isAlive());
              time.advance(Duration.ofMinutes(59));
              alive.add(loop.get().health().isAlive());
              time.advance(Duration.ofMinutes(2));
              alive.add(loop.get().health().isAlive());
              return LoopInput.of(DesiredState.builder().build(), reconciler);
            },
            1));

    loop.get().run();

    assertThat(alive).containsExactly(true, true, false);
  }

  /** A loop in fake time that stops itself after some rounds. */
  private ReconcileLoop loop(LoopFeed feed, int count) {
    AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
    loop.set(
        ReconcileLoop.builder(feed)
            .interval(INTERVAL)
            .listener(
                round -> {
                  rounds.add(round);
                  if (rounds.size() == count) {
                    loop.get().stop();
                  }
                })
            .clock(time)
            .random(new Random(7))
            .pauses(time)
            .build());
    return loop.get();
  }

  private List<String> values() {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .flatMap(
            object ->
                StreamSupport.stream(object.at("/value/matchers/0/values").spliterator(), false))
        .map(JsonNode::asText)
        .toList();
  }

  private static DesiredState state(DesiredCluster... clusters) {
    return DesiredState.builder().addEnvironments(STAGING).addClusters(clusters).build();
  }

  private static DesiredCluster cluster(String name, String... namespaces) {
    return DesiredCluster.builder()
        .from(DesiredCluster.of(name, STAGING))
        .addAllNamespaces(Arrays.stream(namespaces).map(NamespaceName::new).toList())
        .build();
  }
}
