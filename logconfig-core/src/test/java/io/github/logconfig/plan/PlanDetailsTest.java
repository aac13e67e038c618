package io.github.logconfig.plan;

import static io.github.logconfig.plan.Worlds.KUBERNETES_CLUSTER_ID;
import static io.github.logconfig.plan.Worlds.SCOPE;
import static io.github.logconfig.plan.Worlds.STAGING;
import static io.github.logconfig.plan.Worlds.cluster;
import static io.github.logconfig.plan.Worlds.everything;
import static io.github.logconfig.plan.Worlds.exclude;
import static io.github.logconfig.plan.Worlds.foreign;
import static io.github.logconfig.plan.Worlds.holding;
import static io.github.logconfig.plan.Worlds.include;
import static io.github.logconfig.plan.Worlds.onNamespaces;
import static io.github.logconfig.plan.Worlds.ourInclude;
import static io.github.logconfig.plan.Worlds.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanDetailsTest {

  private static final LogRule CLOSING = everything("logconfig stage-01/rest", RuleAction.EXCLUDE);

  @Test
  void aFleetIsPlannedAsItsClustersAre() {
    DesiredCluster one = cluster("a");
    Environment production = Environment.of("production", "https://xyz.live.dynatrace.com");
    DesiredCluster other = DesiredCluster.of("prod-01", production, "b");
    ObservedState elsewhere = ObservedState.builder().environment(production.name()).build();
    DesiredState desired =
        DesiredState.builder().addEnvironments(STAGING, production).addClusters(one, other).build();

    FleetPlan fleet =
        LogConfigPlanner.planAll(
            desired,
            Map.of(STAGING.name(), holding(), production.name(), elsewhere),
            PlanOptions.DEFAULT);

    assertThat(fleet.clusters())
        .containsExactly(
            plan(one, holding()), LogConfigPlanner.plan(other, elsewhere, PlanOptions.DEFAULT));
    assertThat(fleet.hasErrors()).isTrue();
    assertThat(new FleetPlan(fleet.clusters().subList(0, 1)).hasErrors()).isFalse();
  }

  @Test
  void anIncludeRuleThatCannotBeMovedStaysAndIsReported() {
    ObservedRule stuck = ObservedRule.builder().from(ourInclude("a")).movable(false).build();

    LogConfigPlan plan =
        plan(cluster("a"), holding(foreign("out", SCOPE, exclude("out", "a")), stuck));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(codes(plan)).containsExactly(FindingCode.RULE_LOCKED, FindingCode.SHADOWED);
    assertThat(plan.findings().get(0).message()).contains("moved");
    assertThat(plan.count(NamespaceEffect.Kind.BLOCKED)).isEqualTo(1);
  }

  @Test
  void aCopyThatCannotBeDeletedStopsThePlan() {
    ObservedRule copy =
        ObservedRule.builder()
            .from(ours(RuleRole.INCLUDE, "copy", include("copy", "a")))
            .deletable(false)
            .build();

    LogConfigPlan plan = plan(cluster("a", "b"), holding(ourInclude("a"), copy));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.findings().get(0).code()).isEqualTo(FindingCode.RULE_LOCKED);
    assertThat(plan.findings().get(0).message()).contains("deleted");
    assertThat(plan.findings().get(0).rule().orElseThrow().objectId())
        .contains(new ObjectId("copy"));
    assertThat(plan.findings().get(0).rule().orElseThrow().owner())
        .contains(PlanOptions.DEFAULT.owner());
  }

  @Test
  void anIncludeRuleThatWasTurnedIntoAnExcludeRuleIsTurnedBack() {
    ObservedRule turned =
        ObservedRule.builder()
            .from(ours(RuleRole.INCLUDE, "obj", exclude("logconfig stage-01", "a")))
            .author("jane")
            .build();

    LogConfigPlan plan = plan(cluster("a"), holding(turned));

    assertThat(plan.steps().get(0).diff().changes())
        .containsExactly(new RuleDiff.FieldChange("send-to-storage", "false", "true"));
    assertThat(plan.findings().get(0).message()).contains("(last written by \"jane\")");
    ObservedRule at =
        ObservedRule.builder()
            .from(ours(RuleRole.INCLUDE, "obj", exclude("logconfig stage-01", "a")))
            .modified(Instant.EPOCH)
            .build();
    assertThat(plan(cluster("a"), holding(at)).findings().get(0).message())
        .contains("(last written at 1970-01-01T00:00:00Z)");
  }

  @Test
  void severalMatchersOnNamespacesAreToldAsAChange() {
    LogRule two =
        LogRule.builder()
            .title("logconfig stage-01")
            .addMatchers(onNamespaces("a", "b"), onNamespaces("a", "c"))
            .build();

    LogConfigPlan plan = plan(cluster("a"), holding(ours(RuleRole.INCLUDE, "obj", two)));

    assertThat(plan.steps().get(0).diff().changes())
        .containsExactly(
            new RuleDiff.FieldChange(
                "matchers", "2 matchers on k8s.namespace.name", "only the listed namespaces"));
  }

  @Test
  void ofTwoClosingRulesTheOneAtTheEndStays() {
    ObservedState observed =
        holding(
            ourInclude("a"),
            ours(RuleRole.CATCH_ALL, "first", everything("one", RuleAction.EXCLUDE)),
            ours(RuleRole.CATCH_ALL, "last", everything("two", RuleAction.EXCLUDE)));

    LogConfigPlan plan = plan(cluster(Policy.EXCLUSIVE, "a"), observed);

    assertThat(plan.steps())
        .filteredOn(step -> step.action() == Action.DELETE)
        .extracting(PlanStep::title)
        .containsExactly("one");
  }

  @Test
  void ofTwoIncludeRulesWithForeignTitlesTheOneInFrontStays() {
    ObservedState observed =
        holding(
            ours(RuleRole.INCLUDE, "first", include("one", "a")),
            ours(RuleRole.INCLUDE, "last", include("two", "a")));

    assertThat(plan(cluster("a"), observed).steps())
        .filteredOn(step -> step.action() == Action.DELETE)
        .extracting(PlanStep::title)
        .containsExactly("two");
  }

  @Test
  void aRuleThatWasListedTwiceIsOneRule() {
    LogConfigPlan plan = plan(cluster("a"), holding(ourInclude("a"), ourInclude("a")));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void anIncludeRuleGoesInFrontOfAClosingRuleThatCannotBeMoved() {
    ObservedRule catchAll = ours(RuleRole.CATCH_ALL, "rest", CLOSING);
    ObservedRule stuck = ObservedRule.builder().from(catchAll).movable(false).build();

    LogConfigPlan movesTheClosing =
        plan(cluster(Policy.EXCLUSIVE, "a"), holding(catchAll, ourInclude("a")));
    LogConfigPlan movesTheInclude =
        plan(cluster(Policy.EXCLUSIVE, "a"), holding(stuck, ourInclude("a")));

    assertThat(movesTheClosing.steps())
        .extracting(PlanStep::title)
        .containsExactly("logconfig stage-01/rest");
    assertThat(movesTheInclude.steps())
        .extracting(PlanStep::title)
        .containsExactly("logconfig stage-01");
    assertThat(movesTheInclude.count(NamespaceEffect.Kind.STARTS)).isEqualTo(1);
  }

  @Test
  void theLastFreePlaceOfAScopeCanBeTaken() {
    ObservedRule[] almostFull =
        IntStream.range(1, LogRule.MAX_PER_SCOPE)
            .mapToObj(i -> foreign("f" + i, SCOPE, include("f" + i, "f" + i)))
            .toArray(ObservedRule[]::new);

    assertThat(plan(cluster("a"), holding(almostFull)).steps()).hasSize(1);
    assertThat(codes(plan(cluster(Policy.EXCLUSIVE, "a"), holding(almostFull))))
        .contains(FindingCode.LIMIT_EXCEEDED);
  }

  @Test
  void onlyEnabledIncludeRulesLetNamespacesThroughThatNobodyLists() {
    RuleScope narrow = RuleScope.of(KUBERNETES_CLUSTER_ID);
    LogRule off = LogRule.builder().from(include("off", "y")).enabled(false).build();
    LogRule offForAll =
        LogRule.builder()
            .from(everything("off for all", RuleAction.INCLUDE))
            .enabled(false)
            .build();

    LogConfigPlan plan =
        plan(
            cluster(Policy.EXCLUSIVE, "a"),
            holding(
                foreign("1", narrow, offForAll),
                foreign("2", narrow, off),
                foreign("3", narrow, exclude("out", "x")),
                foreign("4", narrow, include("in", "z")),
                ourInclude("a"),
                ours(RuleRole.CATCH_ALL, "rest", CLOSING),
                foreign("5", RuleScope.ENVIRONMENT, include("behind", "w"))));

    assertThat(plan.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.FALLS_THROUGH);
              assertThat(finding.namespaces()).isEqualTo(Worlds.names("z"));
              assertThat(finding.rule().orElseThrow().title()).isEqualTo("in");
            });
  }

  @Test
  void aWideRuleIsToldOnceButEachRuleThatLetsSomethingThroughIsTold() {
    ObservedRule all = foreign("all", RuleScope.ENVIRONMENT, everything("all", RuleAction.INCLUDE));
    ObservedRule onB = foreign("b", RuleScope.ENVIRONMENT, include("on b", "b"));

    assertThat(plan(cluster("a"), holding(ourInclude("a", "b"), all)).findings()).hasSize(1);
    assertThat(plan(cluster("a"), holding(ourInclude("a", "b"), onB, all)).findings())
        .extracting(finding -> finding.rule().orElseThrow().title())
        .containsExactly("on b", "all");
  }

  @Test
  void everyRuleThatMayKeepLogsOutIsTold() {
    ObservedRule[] observed = {
      foreign("1", SCOPE, atLevel("debug")), foreign("2", SCOPE, atLevel("info")), ourInclude("a")
    };

    assertThat(plan(cluster("a"), holding(observed)).findings())
        .extracting(finding -> finding.rule().orElseThrow().title())
        .containsExactly("no debug", "no info");
  }

  @Test
  void aFindingNamesFiveNamespacesAndCountsTheOthers() {
    ObservedRule out =
        foreign("out", RuleScope.of(KUBERNETES_CLUSTER_ID), everything("out", RuleAction.EXCLUDE));

    assertThat(plan(cluster("a", "b", "c", "d", "e"), holding(out)).findings().get(0).message())
        .contains("a, b, c, d, e. ");
    assertThat(
            plan(cluster("a", "b", "c", "d", "e", "f"), holding(out)).findings().get(0).message())
        .contains("a, b, c, d, e and 1 more. ");
  }

  @Test
  void graveFindingsComeFirst() {
    LogRule renamed = include("renamed", "a");
    ObservedRule out =
        foreign("out", RuleScope.of(KUBERNETES_CLUSTER_ID), everything("out", RuleAction.EXCLUDE));

    assertThat(codes(plan(cluster("a"), holding(ours(RuleRole.INCLUDE, "obj", renamed), out))))
        .containsExactly(FindingCode.SHADOWED, FindingCode.DRIFTED);
  }

  @Test
  void ofAConditionThatIsNotKnownOnlyThatIsTold() {
    LogRule odd =
        LogRule.builder()
            .from(include("odd", "b"))
            .addMatcher(Matcher.builder().attribute(new Attribute("future")).addValue("x").build())
            .build();

    assertThat(plan(cluster("a"), holding(foreign("odd", SCOPE, odd))).findings().get(0).message())
        .contains("(\"future MATCHES\")");
  }

  private static LogRule atLevel(String level) {
    return LogRule.builder()
        .title("no " + level)
        .action(RuleAction.EXCLUDE)
        .addMatcher(Matcher.builder().attribute(new Attribute("loglevel")).addValue(level).build())
        .build();
  }

  private static List<FindingCode> codes(LogConfigPlan plan) {
    return plan.findings().stream().map(Finding::code).toList();
  }

  private static LogConfigPlan plan(DesiredCluster desired, ObservedState observed) {
    return LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT);
  }
}
