package io.github.logconfig.reconcile.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.reconcile.Fleets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {

  private static final LoadedState FLEET =
      new LoadedState(
          Fleets.fleet(6, "a"),
          List.of(Fleets.problemOf("lost-1")),
          List.of(),
          SourceRevision.UNKNOWN,
          Map.of(
              new ClusterName("c0"), Map.of("ring", "canary"),
              new ClusterName("c3"), Map.of("ring", "canary", "team", "b"),
              new ClusterName("c4"), Map.of("ring", "staging")));

  @Test
  void clusterIsInTheFirstStageThatSelectsIt() {
    assertThat(
            clusters(
                Rollout.of(
                    List.of(
                        labeled("canary", Map.of("ring", "canary")),
                        named("early", "c?"),
                        named("late", "c5", "l*")),
                    FLEET)))
        .isEqualTo(Map.of("canary", "c0 c3 lost-1", "early", "c1 c2 c4 c5", "late", ""));
  }

  @Test
  void clustersOfNoStageComeLast() {
    assertThat(clusters(Rollout.of(List.of(named("first", "c1", "c2")), FLEET)))
        .isEqualTo(Map.of("first", "c1 c2", "rest", "c0 c3 c4 c5 lost-1"));
    assertThat(clusters(Rollout.of(List.of(named("first", "c1"), named("others")), FLEET)))
        .isEqualTo(Map.of("first", "c1", "others", "c0 c2 c3 c4 c5 lost-1"));
  }

  @Test
  void everyPartOfTheSelectorMustMatch() {
    Stage stage =
        new Stage(
            "canary",
            new StageSelector(
                List.of(new NamePattern("c3"), new NamePattern("c4")),
                List.of(new NamePattern("stag*")),
                Map.of("ring", "canary")),
            Duration.ZERO,
            Optional.empty());

    assertThat(clusters(Rollout.of(List.of(stage), FLEET))).containsEntry("canary", "c3");
  }

  @Test
  void stageThatSelectsNothingIsRefused() {
    assertThatThrownBy(
            () ->
                Rollout.of(
                    List.of(
                        named("a", "c1", "c9", "x*"),
                        labeled("b", Map.of("ring", "cannary")),
                        new Stage(
                            "d",
                            new StageSelector(
                                List.of(), List.of(new NamePattern("prod")), Map.of()),
                            Duration.ZERO,
                            Optional.empty())),
                    new LoadedState(FLEET.state(), List.of())))
        .isInstanceOfSatisfying(
            ConfigValidationException.class,
            e ->
                assertThat(e.violations())
                    .extracting(Object::toString)
                    .containsExactly(
                        "stages/a: cluster \"c9\" is not in the desired state; expected names or"
                            + " patterns of clusters",
                        "stages/a: cluster \"x*\" matches nothing in the desired state; expected"
                            + " names or patterns of clusters",
                        "stages/b: selects no cluster of the desired state; no such cluster has the"
                            + " labels ring=cannary",
                        "stages/d: environment \"prod\" is not in the desired state; expected names"
                            + " or patterns of environments"));
  }

  @Test
  void clustersOfEarlierStagesComeBefore() {
    Rollout rollout =
        Rollout.of(List.of(named("a", "c0", "c1"), named("b", "c2"), named("c", "c3")), FLEET);

    assertThat(rollout.before(names("c1"))).isEmpty();
    assertThat(rollout.before(names("c2"))).containsExactlyElementsOf(names("c0", "c1"));
    assertThat(rollout.before(names("c1", "c3"))).containsExactlyElementsOf(names("c0", "c2"));
  }

  private static List<ClusterName> names(String... names) {
    return Arrays.stream(names).map(ClusterName::new).toList();
  }

  private static Stage named(String name, String... clusters) {
    return new Stage(
        name,
        new StageSelector(
            Arrays.stream(clusters).map(NamePattern::new).toList(), List.of(), Map.of()),
        Duration.ZERO,
        Optional.empty());
  }

  private static Stage labeled(String name, Map<String, String> labels) {
    return new Stage(
        name, new StageSelector(List.of(), List.of(), labels), Duration.ZERO, Optional.empty());
  }

  private static Map<String, String> clusters(Rollout rollout) {
    Map<String, String> clusters = new LinkedHashMap<>();
    rollout
        .stages()
        .forEach(
            members ->
                clusters.put(
                    members.stage().name(),
                    String.join(
                        " ", members.clusters().stream().map(ClusterName::value).toList())));
    return clusters;
  }
}
