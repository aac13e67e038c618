package io.github.logconfig.plan;

import static io.github.logconfig.plan.Worlds.HOST_GROUP;
import static io.github.logconfig.plan.Worlds.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.model.UpdateToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded worlds; the seed is the name of the case, so that a failure can be run again. */
class PlannerPropertiesTest {

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void applyingAPlanReachesTheDesiredStateAndTouchesNobodyElse(int seed) {
    Random random = new Random(seed);
    DesiredCluster desired = randomCluster(random);
    List<ObservedRule> before = randomRules(random);

    LogConfigPlan plan = LogConfigPlanner.plan(desired, holding(before), PlanOptions.DEFAULT);
    List<ObservedRule> after = ServiceModel.apply(before, plan.steps());
    LogConfigPlan again = LogConfigPlanner.plan(desired, holding(after), PlanOptions.DEFAULT);

    assertThat(again.isEmpty()).as("plan after apply: %s", again).isTrue();
    assertThat(foreign(after)).isEqualTo(foreign(before));
    assertThat(plan)
        .isEqualTo(LogConfigPlanner.plan(desired, holding(before), PlanOptions.DEFAULT));
  }

  private static ObservedState holding(List<ObservedRule> rules) {
    return Worlds.holding(rules.toArray(ObservedRule[]::new));
  }

  private static List<ObservedRule> foreign(List<ObservedRule> rules) {
    return rules.stream().filter(rule -> rule.externalId().isEmpty()).toList();
  }

  private static DesiredCluster randomCluster(Random random) {
    Policy policy = random.nextBoolean() ? Policy.ADDITIVE : Policy.EXCLUSIVE;
    return Worlds.cluster(policy, randomNamespaces(random, 0));
  }

  private static List<ObservedRule> randomRules(Random random) {
    List<ObservedRule> rules = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      LogRule rule =
          LogRule.builder()
              .title("foreign " + i)
              .enabled(random.nextInt(4) > 0)
              .action(random.nextBoolean() ? RuleAction.INCLUDE : RuleAction.EXCLUDE)
              .addMatcher(Worlds.onNamespaces(randomNamespaces(random, 1)))
              .build();
      rules.add(Worlds.foreign("foreign-" + i, SCOPE, rule));
    }
    for (int copies = random.nextInt(3); copies > 0; copies--) {
      String title = copies == 1 ? "logconfig stage-01" : "copy " + copies;
      rules.add(
          random.nextInt(rules.size() + 1),
          Worlds.ours(
              RuleRole.INCLUDE,
              "include-" + copies,
              Worlds.include(title, randomNamespaces(random, 1))));
    }
    if (random.nextInt(3) == 0) {
      rules.add(
          Worlds.ours(
              RuleRole.EXCLUDE_REST,
              "rest",
              Worlds.everything("logconfig stage-01/rest", RuleAction.EXCLUDE)));
    }
    return rules;
  }

  private static String[] randomNamespaces(Random random, int atLeast) {
    return IntStream.range(0, atLeast + random.nextInt(4))
        .mapToObj(i -> "ns-" + random.nextInt(6))
        .toArray(String[]::new);
  }

  /** What the service does with the steps, as far as the planner can tell. */
  private static final class ServiceModel {

    static List<ObservedRule> apply(List<ObservedRule> before, List<PlanStep> steps) {
      List<ObservedRule> rules = new ArrayList<>(before);
      steps.forEach(step -> apply(rules, step));
      return rules;
    }

    private static void apply(List<ObservedRule> rules, PlanStep step) {
      if (step instanceof PlanStep.CreateRule create) {
        rules.add(place(rules, create.position()), created(create));
      } else if (step instanceof PlanStep.UpdateRule update) {
        int at = find(rules, update.precondition().objectId());
        rules.set(at, ObservedRule.builder().from(rules.get(at)).rule(update.rule()).build());
      } else if (step instanceof PlanStep.MoveRule move) {
        ObservedRule moved = rules.remove(find(rules, move.precondition().objectId()));
        rules.add(place(rules, move.position()), moved);
      } else if (step instanceof PlanStep.DeleteRule delete) {
        rules.remove(find(rules, delete.precondition().objectId()));
      }
    }

    private static int place(List<ObservedRule> rules, Position position) {
      if (position instanceof Position.First) {
        return 0;
      }
      return position instanceof Position.After after
          ? find(rules, after.objectId()) + 1
          : rules.size();
    }

    private static ObservedRule created(PlanStep.CreateRule create) {
      assertThat(create.identity().hostGroup()).isEqualTo(HOST_GROUP);
      return ObservedRule.builder()
          .objectId(new ObjectId("created-" + create.identity().role()))
          .updateToken(new UpdateToken("new"))
          .scope(create.scope())
          .externalId(create.precondition().externalId())
          .rule(create.rule())
          .build();
    }

    private static int find(List<ObservedRule> rules, ObjectId objectId) {
      return IntStream.range(0, rules.size())
          .filter(i -> rules.get(i).objectId().equals(objectId))
          .findFirst()
          .orElseThrow();
    }
  }
}
