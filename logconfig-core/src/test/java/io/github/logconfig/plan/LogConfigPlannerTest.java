package io.github.logconfig.plan;

import static io.github.logconfig.plan.Worlds.HOST_GROUP;
import static io.github.logconfig.plan.Worlds.KUBERNETES_CLUSTER_ID;
import static io.github.logconfig.plan.Worlds.SCOPE;
import static io.github.logconfig.plan.Worlds.STAGING;
import static io.github.logconfig.plan.Worlds.cluster;
import static io.github.logconfig.plan.Worlds.everything;
import static io.github.logconfig.plan.Worlds.exclude;
import static io.github.logconfig.plan.Worlds.foreign;
import static io.github.logconfig.plan.Worlds.holding;
import static io.github.logconfig.plan.Worlds.include;
import static io.github.logconfig.plan.Worlds.names;
import static io.github.logconfig.plan.Worlds.onNamespaces;
import static io.github.logconfig.plan.Worlds.ourInclude;
import static io.github.logconfig.plan.Worlds.ours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogConfigPlannerTest {

  @Test
  void createsTheRuleThatIsMissing() {
    LogConfigPlan plan = plan(cluster("b", "a"), holding());

    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            create -> {
              assertThat(create.ruleAfter().orElseThrow())
                  .isEqualTo(include("logconfig stage-01", "a", "b"));
              assertThat(create.scope()).isEqualTo(SCOPE);
              assertThat(create.position()).hasValue(Position.LAST);
              assertThat(create.action()).isEqualTo(Action.CREATE);
              assertThat(create.precondition())
                  .isEqualTo(absent("logconfig:logconfig:stage-01:include"));
              assertThat(create.namespacesAdded()).isEqualTo(names("a", "b"));
            });
    assertThat(effects(plan)).containsExactly(effect("a", Kind.STARTS), effect("b", Kind.STARTS));
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void plansNothingIfTheRuleIsAsDesiredInAnyOrder() {
    LogConfigPlan plan = plan(cluster("a", "b"), holding(ourInclude("b", "a")));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.findings()).isEmpty();
    assertThat(effects(plan))
        .containsExactly(effect("a", Kind.CONTINUES), effect("b", Kind.CONTINUES));
  }

  @Test
  void updatesOnlyTheDifferenceAndOnlyIfNobodyWroteSince() {
    LogConfigPlan plan = plan(cluster("a", "c"), holding(ourInclude("a", "b")));

    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.namespacesAdded()).isEqualTo(names("c"));
              assertThat(update.namespacesRemoved()).isEqualTo(names("b"));
              assertThat(update.action()).isEqualTo(Action.UPDATE);
              assertThat(update.diff().changes()).isEmpty();
              assertThat(update.objectId()).hasValue(new ObjectId("obj-include"));
              assertThat(update.unchanged().updateToken()).hasToString("token-of-obj-include");
              assertThat(update.ruleBefore()).hasValue(include("logconfig stage-01", "a", "b"));
            });
    assertThat(effects(plan))
        .containsExactly(
            effect("a", Kind.CONTINUES), effect("b", Kind.STOPS), effect("c", Kind.STARTS));
  }

  @Test
  void putsBackWhatSomebodyElseChangedInOurRule() {
    LogRule edited =
        LogRule.builder()
            .title("renamed")
            .enabled(false)
            .addMatcher(onNamespaces("a", "*"))
            .addMatcher(
                Matcher.builder().attribute(new Attribute("loglevel")).addValue("error").build())
            .build();

    LogConfigPlan plan = plan(cluster("a"), holding(ours(RuleRole.INCLUDE, "obj", edited)));

    PlanStep update = plan.steps().get(0);
    assertThat(update.action()).isEqualTo(Action.UPDATE);
    assertThat(update.diff().changes())
        .extracting(RuleDiff.FieldChange::field)
        .containsExactly("config-item-title", "enabled", "matchers");
    assertThat(update.ruleAfter().orElseThrow()).isEqualTo(include("logconfig stage-01", "a"));
  }

  @Test
  void deletesTheRuleOfAClusterWithoutNamespacesAndNeverWritesAnEmptyOne() {
    LogConfigPlan plan = plan(cluster(), holding(ourInclude("a")));

    assertThat(plan.steps()).extracting(PlanStep::action).containsExactly(Action.DELETE);
    assertThat(plan.steps().get(0).namespacesRemoved()).isEqualTo(names("a"));
    assertThat(effects(plan)).containsExactly(effect("a", Kind.STOPS));
    assertThat(plan(cluster(), holding()).isEmpty()).isTrue();
  }

  @Test
  void neverTouchesRulesOfOthers() {
    ObservedState observed =
        holding(
            foreign("by-hand", SCOPE, include("by hand", "x")),
            foreign("environment", RuleScope.ENVIRONMENT, include("wide", "x")));

    assertThat(plan(cluster(), observed).isEmpty()).isTrue();
    assertThat(
            LogConfigPlanner.plan(
                    cluster(),
                    holding(ourInclude("a")),
                    PlanOptions.builder().owner(new Owner("other-team")).build())
                .isEmpty())
        .isTrue();
  }

  @Test
  void closesTheScopeInALaterWaveUnderThePolicyExclusive() {
    LogConfigPlan plan = plan(cluster(Policy.EXCLUSIVE, "a"), holding());

    assertThat(plan.steps()).extracting(PlanStep::wave).containsExactly(0, 1);
    assertThat(plan.steps().get(1))
        .satisfies(
            create -> {
              assertThat(create.ruleAfter().orElseThrow())
                  .isEqualTo(everything("logconfig stage-01/rest", RuleAction.EXCLUDE));
              assertThat(create.position()).hasValue(Position.LAST);
              assertThat(create.action()).isEqualTo(Action.CREATE);
              assertThat(create.precondition())
                  .isEqualTo(absent("logconfig:logconfig:stage-01:exclude-rest"));
            });
  }

  @Test
  void insertsANewIncludeRuleBeforeTheClosingRule() {
    ObservedState observed =
        holding(
            foreign("by-hand", SCOPE, include("by hand", "x")),
            ours(
                RuleRole.CATCH_ALL,
                "rest",
                everything("logconfig stage-01/rest", RuleAction.EXCLUDE)));

    LogConfigPlan plan = plan(cluster(Policy.EXCLUSIVE, "a"), observed);

    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            create -> {
              assertThat(create.action()).isEqualTo(Action.CREATE);
              assertThat(create.position())
                  .hasValue(new Position.After(new ObjectId("by-hand"), ""));
            });
    assertThat(effects(plan)).containsExactly(effect("a", Kind.STARTS));
  }

  @Test
  void splitsMoreThanTwoThousandNamespacesIntoSeveralRules() {
    String[] namespaces =
        IntStream.range(0, 4_001).mapToObj(i -> "ns-%04d".formatted(i)).toArray(String[]::new);

    LogConfigPlan plan = plan(cluster(namespaces), holding());

    assertThat(plan.steps())
        .extracting(PlanStep::title)
        .containsExactly("logconfig stage-01", "logconfig stage-01/2", "logconfig stage-01/3");
    assertThat(plan.steps())
        .extracting(step -> step.namespacesAdded().size())
        .containsExactly(2_000, 2_000, 1);
  }

  @Test
  void reducesDuplicatesToTheOneWithTheRightTitle() {
    ObservedState observed =
        holding(
            ours(RuleRole.INCLUDE, "copy", include("copy of logconfig stage-01", "a")),
            ourInclude("a"));

    LogConfigPlan plan = plan(cluster("a"), observed);

    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            delete -> {
              assertThat(delete.action()).isEqualTo(Action.DELETE);
              assertThat(delete.objectId()).hasValue(new ObjectId("copy"));
            });
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.DUPLICATE_OWNED);
    assertThat(effects(plan)).containsExactly(effect("a", Kind.CONTINUES));
  }

  @Test
  void reportsATitleThatSomebodyElseHasAndWritesNothing() {
    LogConfigPlan plan =
        plan(cluster("a"), holding(foreign("theirs", SCOPE, include("logconfig stage-01", "z"))));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.hasErrors()).isTrue();
    assertThat(plan.findings()).extracting(Finding::code).containsExactly(FindingCode.TITLE_TAKEN);
  }

  @Test
  void saysWhichRuleKeepsAWantedNamespaceOut() {
    RuleScope kubernetesCluster = RuleScope.of(KUBERNETES_CLUSTER_ID);

    LogConfigPlan plan =
        plan(
            cluster("a"),
            holding(foreign("op", kubernetesCluster, everything("none", RuleAction.EXCLUDE))));

    assertThat(effects(plan)).containsExactly(effect("a", Kind.BLOCKED));
    assertThat(plan.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.SHADOWED);
              assertThat(finding.message())
                  .contains("\"none\"", "Kubernetes cluster \"stage-01\"", "a");
            });
  }

  @Test
  void saysWhichRuleMayKeepSomeLogsOut() {
    LogRule debug =
        LogRule.builder()
            .title("no debug")
            .action(RuleAction.EXCLUDE)
            .addMatcher(
                Matcher.builder().attribute(new Attribute("loglevel")).addValue("debug").build())
            .build();

    LogConfigPlan plan = plan(cluster("a"), holding(foreign("debug", SCOPE, debug)));

    assertThat(effects(plan)).containsExactly(effect("a", Kind.PARTLY));
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.PARTLY_SHADOWED);
  }

  @Test
  void saysWhenARemovedNamespaceIsStillIngestedThroughAWiderRule() {
    LogConfigPlan plan =
        plan(
            cluster("a"),
            holding(
                ourInclude("a", "b"),
                foreign(
                    "all",
                    RuleScope.ENVIRONMENT,
                    everything("[Built-in] Ingest all logs", RuleAction.INCLUDE))));

    assertThat(effects(plan))
        .containsExactly(effect("a", Kind.CONTINUES), effect("b", Kind.CONTINUES));
    assertThat(plan.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.FALLS_THROUGH);
  }

  @Test
  void putsANewRuleFirstOnlyIfOthersWouldKeepItsNamespacesOut() {
    ObservedState excluding = holding(foreign("x", SCOPE, exclude("not a", "a")));
    ObservedState harmless = holding(foreign("x", SCOPE, exclude("not b", "b")));

    assertThat(create(plan(cluster("a"), excluding)).position()).hasValue(Position.FIRST);
    assertThat(create(plan(cluster("a"), harmless)).position()).hasValue(Position.LAST);
  }

  @Test
  void reportsAHostGroupThatIsUnknownOrAmbiguous() {
    ObservedState unknown = ObservedState.builder().environment(STAGING.name()).build();
    ObservedState ambiguous =
        ObservedState.builder()
            .environment(STAGING.name())
            .putHostGroup(
                HOST_GROUP,
                Set.of(
                    new EntityId("HOST_GROUP-0000000000000001"),
                    new EntityId("HOST_GROUP-0000000000000002")))
            .build();

    assertThat(plan(cluster("a"), unknown).findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.HOST_GROUP_UNKNOWN);
    assertThat(plan(cluster("a"), ambiguous).findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.HOST_GROUP_AMBIGUOUS);
    assertThat(plan(cluster("a"), ambiguous).isEmpty()).isTrue();
  }

  @Test
  void refusesAnObservationOfAnotherEnvironment() {
    ObservedState other =
        ObservedState.builder().environment(new EnvironmentName("production")).build();

    assertThatThrownBy(() -> plan(cluster("a"), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("staging")
        .hasMessageContaining("production");
  }

  private static LogConfigPlan plan(
      io.github.logconfig.model.DesiredCluster desired, ObservedState observed) {
    return LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT);
  }

  private static PlanStep create(LogConfigPlan plan) {
    assertThat(plan.steps().get(0).action()).isEqualTo(Action.CREATE);
    return plan.steps().get(0);
  }

  private static Precondition absent(String externalId) {
    return new Precondition.Absent(new ExternalId(externalId));
  }

  private static Map.Entry<NamespaceName, Kind> effect(String namespace, Kind kind) {
    return Map.entry(names(namespace).get(0), kind);
  }

  private static List<Map.Entry<NamespaceName, Kind>> effects(LogConfigPlan plan) {
    return plan.effects().stream()
        .map(effect -> Map.entry(effect.namespace(), effect.effect()))
        .toList();
  }
}
