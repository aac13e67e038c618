package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.WildcardPattern;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.render.PlanJson;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanText;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.NamespaceMatcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.UpdateToken;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is missing is refused at once, and what is empty means nothing more than it says. */
class NullAndEmptyTest {

  static Stream<Arguments> calls() {
    DesiredCluster desired = Worlds.cluster("a");
    ObservedState observed = Worlds.holding();
    return Stream.of(
        call("namespace", () -> new NamespaceName(missing())),
        call("cluster", () -> new ClusterName(missing())),
        call("host group", () -> new HostGroupName(missing())),
        call("environment", () -> new EnvironmentName(missing())),
        call("owner", () -> new Owner(missing())),
        call("entity", () -> new EntityId(missing())),
        call("object", () -> new ObjectId(missing())),
        call("token", () -> new UpdateToken(missing())),
        call("external id", () -> new ExternalId(missing())),
        call("fingerprint", () -> new Fingerprint(missing())),
        call("attribute", () -> new Attribute(missing())),
        call("pattern", () -> new WildcardPattern(missing())),
        call("scope", () -> RuleScope.parse(missing())),
        call("quoted", () -> Quoted.of(missing())),
        call("url", () -> Environment.of("a", missing())),
        call("environment of a cluster", () -> DesiredCluster.of("a", missing(), "b")),
        call("one namespace of several", () -> Worlds.cluster("a", missing())),
        call("no environment at all", () -> DesiredCluster.builder().build()),
        call("cluster of a state", () -> DesiredState.builder().addCluster(missing())),
        call("title", () -> LogRule.builder().title(missing())),
        call("no title at all", () -> LogRule.builder().build()),
        call("value", () -> Matcher.builder().addValue(missing())),
        call("rule", () -> ObservedState.builder().addRule((ObservedRule) missing())),
        call("namespaces", () -> NamespaceMatcher.of(missing())),
        call("no namespaces", () -> NamespaceMatcher.of(List.of())),
        call("one too many", () -> NamespaceMatcher.of(tooMany())),
        call("record", () -> new LogRecord(missing())),
        call("rules of a chain", () -> new RuleChain(NullAndEmptyTest.<List<ScopedRule>>missing())),
        call("rule of a scope", () -> new ScopedRule(Worlds.SCOPE, missing())),
        call("chain", () -> RuleEvaluator.otherNamespaces(PossibleChains.of(missing()), Set.of())),
        call("what to ask", () -> RuleEvaluator.evaluate(new RuleChain(List.of()), missing())),
        call("desired", () -> LogConfigPlanner.plan(missing(), observed, PlanOptions.DEFAULT)),
        call("observed", () -> LogConfigPlanner.plan(desired, missing(), PlanOptions.DEFAULT)),
        call("options", () -> LogConfigPlanner.plan(desired, observed, missing())),
        call("fleet", () -> LogConfigPlanner.planAll(missing(), Map.of(), PlanOptions.DEFAULT)),
        call("limit", () -> ImpactLimit.parse(missing())),
        call("plans", () -> new FleetPlan(missing())),
        call("plan", () -> new FleetPlan(Arrays.asList((LogConfigPlan) missing()))),
        call("plan as text", () -> PlanText.of((FleetPlan) missing())),
        call("plan as markdown", () -> PlanMarkdown.of((FleetPlan) missing())),
        call("plan as JSON", () -> PlanJson.of(missing())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void whatIsMissingIsRefusedWhereItIsGiven(String what, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfAny(
            NullPointerException.class,
            IllegalArgumentException.class,
            IllegalStateException.class);
  }

  @Test
  void anEmptyWorldHasAnEmptyPlan() {
    FleetPlan fleet =
        LogConfigPlanner.planAll(DesiredState.builder().build(), Map.of(), PlanOptions.DEFAULT);

    assertThat(fleet.isEmpty()).isTrue();
    assertThat(fleet.hasErrors()).isFalse();
    assertThat(PlanText.of(fleet)).isEqualTo("Nothing to change: 0 clusters as desired.\n");
    LogConfigPlan plan =
        LogConfigPlanner.plan(Worlds.cluster(), Worlds.holding(), PlanOptions.DEFAULT);
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.findings()).isEmpty();
    assertThat(plan.effects()).isEmpty();
  }

  /** Unmanaged rules may exceed every limit; the planner must accept them. */
  @Test
  void rulesOfOthersMayExceedEveryLimit() {
    LogRule.Builder huge = LogRule.builder().title("x".repeat(5_000));
    for (int i = 0; i < 200; i++) {
      huge.addMatcher(
          Matcher.builder()
              .attribute(Attribute.K8S_NAMESPACE_NAME)
              .addValues("a", "y".repeat(5_000) + "*", "z" + i)
              .build());
    }
    huge.addMatcher(
        Matcher.builder().attribute(new Attribute("")).operator("").addValue("").build());

    LogConfigPlan plan =
        LogConfigPlanner.plan(
            Worlds.cluster("a"),
            Worlds.holding(
                Worlds.foreign("huge", Worlds.SCOPE, huge.build()),
                Worlds.foreign("empty", Worlds.SCOPE, LogRule.builder().title("").build())),
            PlanOptions.DEFAULT);

    assertThat(plan.count(NamespaceEffect.Kind.CONTINUES)).isEqualTo(1);
    assertThat(plan.findings())
        .extracting(Finding::code)
        .contains(FindingCode.UNKNOWN_ATTRIBUTE, FindingCode.FALLS_THROUGH);
    assertThat(PlanText.of(new FleetPlan(List.of(plan))).lines())
        .allMatch(line -> line.length() < 1_000);
  }

  private static List<NamespaceName> tooMany() {
    return Stream.iterate(0, i -> i + 1)
        .limit(NamespaceMatcher.MAX_VALUES + 1L)
        .map(i -> new NamespaceName("n" + i))
        .toList();
  }

  private static Arguments call(String what, ThrowingCallable call) {
    return Arguments.of(what, call);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T missing() {
    return null;
  }
}
