package io.github.logconfig.reconcile.rollout;

import static io.github.logconfig.reconcile.rollout.StageState.DONE;
import static io.github.logconfig.reconcile.rollout.StageState.FAILED;
import static io.github.logconfig.reconcile.rollout.StageState.READY;
import static io.github.logconfig.reconcile.rollout.StageState.SOAKING;
import static io.github.logconfig.reconcile.rollout.StageState.UNKNOWN;
import static io.github.logconfig.reconcile.rollout.StageState.VERIFYING;
import static io.github.logconfig.reconcile.rollout.StageState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.rollout.StageDecision.Arrival;
import io.github.logconfig.reconcile.rollout.StageDecision.Cluster;
import io.github.logconfig.reconcile.rollout.StageDecision.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StageDecisionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * The clusters of three stages, and the states that follow. Each word is one cluster: ok,
   * changed, failed, refused (changes that may not be made), old or new (modified 61 or 59 minutes
   * ago), other (changes, not selected), undated, unseen.
   */
  static Stream<Arguments> stages() {
    return Stream.of(
        arguments("ok", "ok", "ok", List.of(DONE, DONE, DONE)),
        arguments("", "", "", List.of(DONE, DONE, DONE)),
        arguments("changed", "changed", "changed", List.of(READY, WAITING, WAITING)),
        arguments("ok", "changed", "changed", List.of(DONE, READY, WAITING)),
        arguments("ok", "ok", "changed ok", List.of(DONE, DONE, READY)),
        arguments("changed", "ok", "changed", List.of(READY, DONE, WAITING)),
        arguments("new", "changed", "ok", List.of(SOAKING, WAITING, DONE)),
        arguments("old", "changed", "ok", List.of(DONE, READY, DONE)),
        arguments("old new old", "changed", "ok", List.of(SOAKING, WAITING, DONE)),
        arguments("ok", "new", "changed", List.of(DONE, SOAKING, WAITING)),
        arguments("ok", "ok", "new", List.of(DONE, DONE, SOAKING)),
        arguments("new", "new", "ok", List.of(SOAKING, SOAKING, DONE)),
        arguments("failed", "changed", "ok", List.of(FAILED, WAITING, DONE)),
        arguments("failed changed", "changed", "ok", List.of(READY, WAITING, DONE)),
        arguments("refused", "changed", "ok", List.of(FAILED, WAITING, DONE)),
        arguments("refused changed", "changed", "ok", List.of(READY, WAITING, DONE)),
        arguments("changed", "failed", "changed", List.of(READY, FAILED, WAITING)),
        arguments("other", "changed", "ok", List.of(WAITING, WAITING, DONE)),
        arguments("other changed", "changed", "ok", List.of(READY, WAITING, DONE)),
        arguments("undated", "changed", "ok", List.of(FAILED, WAITING, DONE)),
        arguments("unseen", "changed", "ok", List.of(UNKNOWN, WAITING, DONE)),
        arguments("ok unseen", "ok", "changed", List.of(UNKNOWN, DONE, WAITING)),
        arguments("new unseen", "ok", "ok", List.of(UNKNOWN, DONE, DONE)));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void stateFollowsFromClusters(
      String first, String second, String third, List<StageState> expected) {
    assertThat(
            StageDecision.decide(
                List.of(facts("a", first), facts("b", second), facts("c", third)), NOW))
        .extracting(StageStatus::state)
        .isEqualTo(expected);
  }

  @Test
  void soakEndsAnHourAfterTheLastModification() {
    StageStatus status = decide(facts("a", "old new"));

    assertThat(status.until()).contains(NOW.plus(Duration.ofMinutes(1)));
    assertThat(status.reason()).isEqualTo("soaks");
  }

  @Test
  void stageWithoutSoakTimeIsDoneAtOnceAndNeedsNoTimes() {
    Stage stage = new Stage("a", StageSelector.ALL, Duration.ZERO, Optional.empty());

    for (String clusters : List.of("new", "undated")) {
      assertThat(decide(facts(stage, clusters, Optional.empty())).state()).isEqualTo(DONE);
    }
  }

  @Test
  void failedStageNamesTheFirstCluster() {
    StageStatus status = decide(facts("a", "ok failed failed"));

    assertThat(status.reason())
        .isEqualTo("2 of 3 clusters are not as desired: cluster a1: it is broken");
    assertThat(status.failure()).contains(new Failure(FailureKind.FINDING, "it is broken"));
  }

  @Test
  void waitingStageNamesTheStageThatIsNotDone() {
    List<StageStatus> statuses =
        StageDecision.decide(
            List.of(facts("a", "ok"), facts("b", "new"), facts("c", "changed")), NOW);

    assertThat(statuses.get(2).reason()).isEqualTo("waits for stage b");
    assertThat(statuses.get(2).changing()).isEqualTo(1);
  }

  static Stream<Arguments> arrivals() {
    return Stream.of(
        arguments(arrival(0, 0, 0), DONE, "its logs arrive"),
        arguments(
            arrival(1, 2, 3),
            DONE,
            "within its limits on arrival: 1 missing, 2 still arriving, 3 unknown"),
        arguments(
            arrival(2, 0, 0), FAILED, "logs of 2 namespaces are missing; the limit is 1: n0, n1"),
        arguments(
            arrival(0, 3, 0),
            FAILED,
            "logs of 3 namespaces are still arriving; the limit is 2: n0, n1, n2"),
        arguments(
            arrival(0, 0, 4),
            FAILED,
            "logs of 4 namespaces are unknown; the limit is 3: n0, n1, n2 and 1 more"),
        arguments(
            new Arrival(1, 3, 0, 0, false, List.of("m", "a", "b", "c", "s")),
            FAILED,
            "logs of 3 namespaces are still arriving; the limit is 2: a, b, c"),
        arguments(
            new Arrival(0, 0, 0, 4, false, List.of()),
            DONE,
            "within its limits on arrival: 4 silent"),
        arguments(
            new Arrival(0, 0, 0, 5, false, List.of("n0")),
            FAILED,
            "logs of 5 namespaces are silent; the limit is 4: n0"),
        arguments(tooEarly(0, 4), VERIFYING, "its logs cannot be judged yet"),
        arguments(tooEarly(0, 3), DONE, "within its limits on arrival: 3 unknown"),
        arguments(
            tooEarly(2, 4), FAILED, "logs of 2 namespaces are missing; the limit is 1: n0, n1"));
  }

  @ParameterizedTest
  @MethodSource("arrivals")
  void arrivalDecidesAfterTheSoakTime(Arrival arrival, StageState expected, String reason) {
    Stage stage =
        new Stage("a", StageSelector.ALL, HOUR, Optional.of(new ArrivalLimit(1, 2, 3, 4)));

    StageStatus status = decide(facts(stage, "old", Optional.of(arrival)));

    assertThat(status.state()).isEqualTo(expected);
    assertThat(status.reason()).isEqualTo(reason);
    assertThat(decide(facts(stage, "new", Optional.of(arrival))).state()).isEqualTo(SOAKING);
  }

  @Test
  void arrivalThatWasNotCheckedIsNoSuccess() {
    Stage stage = new Stage("a", StageSelector.ALL, HOUR, Optional.of(ArrivalLimit.NONE));

    StageStatus status = decide(facts(stage, "old", Optional.empty()));

    assertThat(status.state()).isEqualTo(VERIFYING);
    assertThat(status.until()).isEmpty();
  }

  @Test
  void arrivalIsNotCheckedBeforeLogsCanBeJudged() {
    Stage stage = new Stage("a", StageSelector.ALL, Duration.ZERO, Optional.of(ArrivalLimit.NONE));

    StageStatus early = decide(facts(stage, "recent", Optional.empty()));

    assertThat(early.state()).isEqualTo(VERIFYING);
    assertThat(early.until()).contains(NOW.plus(Duration.ofMinutes(9)));
  }

  private static StageStatus decide(Facts facts) {
    return StageDecision.decide(List.of(facts), NOW).get(0);
  }

  private static Arrival arrival(int missing, int leaks, int unknown) {
    return new Arrival(missing, leaks, unknown, 0, false, List.of("n0", "n1", "n2", "n3"));
  }

  private static Arrival tooEarly(int missing, int unknown) {
    return new Arrival(missing, 0, unknown, 0, true, List.of("n0", "n1", "n2", "n3"));
  }

  private static Facts facts(String name, String clusters) {
    return facts(
        new Stage(name, StageSelector.ALL, HOUR, Optional.empty()), clusters, Optional.empty());
  }

  private static Facts facts(Stage stage, String words, Optional<Arrival> arrival) {
    List<Cluster> clusters = new ArrayList<>();
    int unseen = 0;
    for (String word : words.isEmpty() ? List.<String>of() : List.of(words.split(" "))) {
      if (word.equals("unseen")) {
        unseen++;
      } else {
        clusters.add(cluster(stage.name() + clusters.size(), word));
      }
    }
    return new Facts(stage, clusters, unseen, Duration.ofMinutes(10), arrival);
  }

  private static Cluster cluster(String name, String word) {
    boolean isBroken = word.equals("failed") || word.equals("refused");
    return new Cluster(
        new ClusterName(name),
        !word.equals("other"),
        List.of("changed", "other", "refused").contains(word),
        isBroken ? Optional.of(new Failure(FailureKind.FINDING, "it is broken")) : Optional.empty(),
        switch (word) {
          case "old" -> Optional.of(NOW.minus(Duration.ofMinutes(61)));
          case "new" -> Optional.of(NOW.minus(Duration.ofMinutes(59)));
          case "recent" -> Optional.of(NOW.minus(Duration.ofMinutes(1)));
          default -> Optional.empty();
        },
        word.equals("undated"));
  }
}
