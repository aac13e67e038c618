package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.Matcher;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.model.RuleScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogConfigExplainerTest {

  private static final LogRecord A = LogRecord.ofNamespace(new NamespaceName("a"));

  @Test
  void tellsWhichRuleDecidesBeforeAndAfterThePlan() {
    Explanation explanation = explain(Worlds.cluster("a"), Worlds.holding(), A).orElseThrow();

    assertThat(explanation.now().verdict().verdict()).isEqualTo(Verdict.NOT_INGESTED);
    assertThat(explanation.now().trace()).isEmpty();
    assertThat(explanation.afterPlan().verdict().verdict()).isEqualTo(Verdict.INGESTED);
    assertThat(trace(explanation.afterPlan())).containsExactly("logconfig stage-01 MATCHED");
  }

  @Test
  void theTraceGoesThroughAllScopesUpToTheRuleThatDecides() {
    LogRule errors =
        LogRule.builder()
            .title("errors")
            .addMatcher(
                Matcher.builder().attribute(new Attribute("loglevel")).addValue("error").build())
            .build();
    LogRule off =
        LogRule.builder().from(Worlds.everything("off", RuleAction.EXCLUDE)).enabled(false).build();
    ObservedState observed =
        Worlds.holding(
            Worlds.foreign("1", RuleScope.of(Worlds.KUBERNETES_CLUSTER_ID), off),
            Worlds.foreign("2", Worlds.SCOPE, errors),
            Worlds.foreign("3", Worlds.SCOPE, Worlds.include("b only", "b")),
            Worlds.foreign(
                "4", RuleScope.ENVIRONMENT, Worlds.everything("nothing", RuleAction.EXCLUDE)),
            Worlds.foreign(
                "5", RuleScope.ENVIRONMENT, Worlds.everything("never", RuleAction.INCLUDE)));

    Explanation.Answer now = explain(Worlds.cluster(), observed, A).orElseThrow().now();

    assertThat(now.verdict().verdict()).isEqualTo(Verdict.PARTLY);
    assertThat(trace(now))
        .containsExactly("off DISABLED", "errors MAY_MATCH", "b only NO_MATCH", "nothing MATCHED");
    LogRecord error =
        new LogRecord(
            Map.of(
                Attribute.K8S_NAMESPACE_NAME,
                Set.of("a"),
                new Attribute("loglevel"),
                Set.of("error")));
    assertThat(trace(explain(Worlds.cluster(), observed, error).orElseThrow().now()))
        .containsExactly("off DISABLED", "errors MATCHED");
  }

  @Test
  void thereIsNothingToExplainForAHostGroupThatNobodyKnows() {
    ObservedState unknown = ObservedState.builder().environment(Worlds.STAGING.name()).build();

    assertThat(explain(Worlds.cluster("a"), unknown, A)).isEmpty();
  }

  private static Optional<Explanation> explain(
      DesiredCluster desired, ObservedState observed, LogRecord known) {
    return LogConfigExplainer.explain(
        desired, List.of(desired), observed, PlanOptions.DEFAULT, known);
  }

  private static List<String> trace(Explanation.Answer answer) {
    return answer.trace().stream().map(LogConfigExplainerTest::line).toList();
  }

  private static String line(TraceEntry entry) {
    return entry.rule().rule().title() + " " + entry.outcome();
  }
}
