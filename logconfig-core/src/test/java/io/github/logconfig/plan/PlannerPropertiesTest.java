package io.github.logconfig.plan;

import static io.github.logconfig.plan.Worlds.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.internal.ClusterPlanner;
import io.github.logconfig.plan.internal.EnvironmentRules;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded worlds; the seed is the name of the case, so that a failure can be run again. */
class PlannerPropertiesTest {

  private static final List<LogRecord> RECORDS = RandomWorld.records();

  static IntStream seeds() {
    return IntStream.range(0, Integer.getInteger("logconfig.seeds", 1_500));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void applyingAPlanReachesTheDesiredStateAndASecondPlanIsEmpty(int seed) {
    RandomWorld world = new RandomWorld(seed);
    LogConfigPlan plan = world.plan(world.own, PlanOptions.DEFAULT);

    List<ObservedRule> after = carriedOut(world.own, plan, new Random(seed));
    LogConfigPlan again = world.plan(after, PlanOptions.DEFAULT);

    if (has(plan, FindingCode.TITLE_HELD)) {
      after = carriedOut(after, again, new Random(seed));
      again = world.plan(after, PlanOptions.DEFAULT);
    }
    assertThat(again.steps()).as("second plan").isEmpty();
    assertThat(ownedNamespaces(after)).isEqualTo(world.desired.namespaces());
    assertThat(after.stream().filter(PlannerPropertiesTest::isCatchAll).count())
        .isEqualTo(world.desired.policy() == Policy.EXCLUSIVE ? 1 : 0);
    assertWhatTheEffectsSay(world, plan, after);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void thePlanOfAnUnchangedWorldIsEmpty(int seed) {
    RandomWorld world = new RandomWorld(seed);
    List<ObservedRule> settled = world.own;
    for (int i = 0; i < 2; i++) {
      settled = carriedOut(settled, world.plan(settled, PlanOptions.DEFAULT), new Random(seed));
    }

    LogConfigPlan plan = world.plan(settled, PlanOptions.DEFAULT);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.count(NamespaceEffect.Kind.STARTS)).isZero();
    assertThat(plan.count(NamespaceEffect.Kind.STOPS)).isZero();
  }

  /** A rule that is switched off means nothing, but the planner has to look at everything then. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theShortWayThroughAnUnchangedScopeSaysWhatTheLongWaySays(int seed) {
    RandomWorld world = new RandomWorld(seed);
    List<ObservedRule> settled =
        world.own.stream().filter(rule -> rule.externalId().isPresent()).toList();
    for (int i = 0; i < 2; i++) {
      settled = carriedOut(settled, world.plan(settled, PlanOptions.DEFAULT), new Random(seed));
    }
    List<ObservedRule> looked = new ArrayList<>(settled);
    looked.add(
        new Random(seed).nextInt(looked.size() + 1),
        Worlds.foreign(
            "off",
            SCOPE,
            LogRule.builder()
                .from(Worlds.everything("off", RuleAction.EXCLUDE))
                .enabled(false)
                .build()));

    assertThat(world.plan(settled, PlanOptions.DEFAULT))
        .isEqualTo(world.plan(looked, PlanOptions.DEFAULT));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void rulesOfOthersKeepWhatTheySayAndTheirOrder(int seed) {
    RandomWorld world = new RandomWorld(seed);
    LogConfigPlan plan = world.plan(world.own, PlanOptions.DEFAULT);

    List<ObservedRule> after = carriedOut(world.own, plan, new Random(seed));

    assertThat(foreign(after)).isEqualTo(foreign(world.own));
    Set<String> ours =
        world.own.stream()
            .filter(rule -> rule.externalId().isPresent())
            .map(rule -> rule.objectId().value())
            .collect(Collectors.toSet());
    for (PlanStep step : plan.steps()) {
      step.objectId().ifPresent(id -> assertThat(ours).contains(id.value()));
      assertThat(step.scope()).isEqualTo(SCOPE);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyIntermediateStateIsSafe(int seed) {
    RandomWorld world = new RandomWorld(seed);
    LogConfigPlan plan = world.plan(world.own, PlanOptions.DEFAULT);
    List<Boolean> before = ingested(world, world.own);
    List<Boolean> after = ingested(world, carriedOut(world.own, plan, new Random(seed)));

    for (int order = 0; order < 4; order++) {
      ServiceModel service = new ServiceModel(world.own);
      for (PlanStep step : shuffledWithinWaves(plan, new Random(seed * 31L + order))) {
        service.apply(step);
        assertSafe(world, before, after, ingested(world, service.rules()), step);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPlanDoesNotDependOnTheOrderOfWhatHasNoOrder(int seed) {
    RandomWorld world = new RandomWorld(seed);
    List<ObservedRule> interleaved = new ArrayList<>(world.elsewhere);
    Random random = new Random(seed);
    int at = 0;
    for (ObservedRule rule : world.own) {
      at = at + random.nextInt(interleaved.size() - at + 1);
      interleaved.add(at++, reordered(rule, random));
    }

    LogConfigPlan expected = world.plan(world.own, PlanOptions.DEFAULT);
    LogConfigPlan actual =
        ClusterPlanner.plan(
            world.desired,
            EnvironmentRules.of(
                Worlds.holding(interleaved.toArray(ObservedRule[]::new)), List.of(world.desired)),
            PlanOptions.DEFAULT,
            RandomWorld.CAPACITY);

    assertThat(actual).isEqualTo(expected);
  }

  private static void assertSafe(
      RandomWorld world,
      List<Boolean> before,
      List<Boolean> after,
      List<Boolean> meanwhile,
      PlanStep step) {
    for (int i = 0; i < RECORDS.size(); i++) {
      String namespace = namespace(RECORDS.get(i));
      boolean desired = world.desired.namespaces().contains(new NamespaceName(namespace));
      if (desired && before.get(i) && after.get(i)) {
        assertThat(meanwhile.get(i))
            .as("%s stays ingested, after %s", RECORDS.get(i), step)
            .isTrue();
      }
      if (!desired && !before.get(i) && !after.get(i)) {
        assertThat(meanwhile.get(i)).as("%s stays out, after %s", RECORDS.get(i), step).isFalse();
      }
    }
  }

  /** What the plan says of namespaces is what becomes of each of their records. */
  private static void assertWhatTheEffectsSay(
      RandomWorld world, LogConfigPlan plan, List<ObservedRule> after) {
    List<Boolean> ingestedBefore = ingested(world, world.own);
    List<Boolean> ingestedAfter = ingested(world, after);
    Map<String, NamespaceEffect.Kind> effects = new TreeMap<>();
    plan.effects().forEach(effect -> effects.put(effect.namespace().value(), effect.effect()));
    for (int i = 0; i < RECORDS.size(); i++) {
      NamespaceEffect.Kind effect = effects.get(namespace(RECORDS.get(i)));
      if (effect == NamespaceEffect.Kind.STARTS || effect == NamespaceEffect.Kind.CONTINUES) {
        assertThat(ingestedAfter.get(i)).isTrue();
      } else if (effect == NamespaceEffect.Kind.STOPS || effect == NamespaceEffect.Kind.BLOCKED) {
        assertThat(ingestedAfter.get(i)).isFalse();
      }
      if (effect == NamespaceEffect.Kind.CONTINUES) {
        assertThat(ingestedBefore.get(i)).isTrue();
      }
    }
  }

  private static List<ObservedRule> carriedOut(
      List<ObservedRule> before, LogConfigPlan plan, Random random) {
    ServiceModel service = new ServiceModel(before);
    shuffledWithinWaves(plan, random).forEach(service::apply);
    return service.rules();
  }

  private static List<PlanStep> shuffledWithinWaves(LogConfigPlan plan, Random random) {
    Map<Integer, List<PlanStep>> waves =
        plan.steps().stream()
            .collect(Collectors.groupingBy(PlanStep::wave, TreeMap::new, Collectors.toList()));
    List<PlanStep> steps = new ArrayList<>();
    waves.forEach(
        (wave, ofWave) -> {
          List<PlanStep> shuffled = new ArrayList<>(ofWave);
          Collections.shuffle(shuffled, random);
          steps.addAll(shuffled);
        });
    return steps;
  }

  private static List<Boolean> ingested(RandomWorld world, List<ObservedRule> own) {
    RuleChain chain =
        RuleChain.of(
            world.observed(own),
            Set.of(RuleScope.of(Worlds.KUBERNETES_CLUSTER_ID), SCOPE, RuleScope.ENVIRONMENT));
    return RECORDS.stream().map(it -> RuleEvaluator.evaluate(chain, it).ingested()).toList();
  }

  private static ObservedRule reordered(ObservedRule rule, Random random) {
    List<Matcher> matchers = new ArrayList<>();
    for (Matcher matcher : rule.rule().matchers()) {
      List<String> values = new ArrayList<>(matcher.values());
      Collections.shuffle(values, random);
      matchers.add(Matcher.builder().from(matcher).values(values).build());
    }
    Collections.shuffle(matchers, random);
    return ObservedRule.builder()
        .from(rule)
        .rule(LogRule.builder().from(rule.rule()).matchers(matchers).build())
        .build();
  }

  private static Set<NamespaceName> ownedNamespaces(List<ObservedRule> rules) {
    return rules.stream()
        .filter(rule -> rule.externalId().isPresent())
        .flatMap(rule -> RuleDiff.namespaces(rule.rule()).stream())
        .collect(Collectors.toSet());
  }

  private static boolean isCatchAll(ObservedRule rule) {
    return rule.externalId().map(id -> id.value().endsWith(":exclude-rest")).orElse(false);
  }

  private static List<ObservedRule> foreign(List<ObservedRule> rules) {
    return rules.stream().filter(rule -> rule.externalId().isEmpty()).toList();
  }

  private static boolean has(LogConfigPlan plan, FindingCode code) {
    return plan.findings().stream().anyMatch(finding -> finding.code() == code);
  }

  private static String namespace(LogRecord record) {
    return record.values(Attribute.K8S_NAMESPACE_NAME).iterator().next();
  }
}
