package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.render.ExplanationText;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogConfigExplainerTest {

  private static final KubernetesClusterUid UID =
      new KubernetesClusterUid("11111111-2222-3333-4444-555555555555");
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
  void knowsWhatTheVerdictDependsOnAndWhoChangedTheRules() {
    Instant modified = Instant.parse("2026-01-02T03:04:05Z");
    ObservedRule noDebug =
        ObservedRule.builder()
            .from(Worlds.foreign("1", Worlds.SCOPE, noDebug()))
            .author("alice")
            .modified(modified)
            .build();

    Explanation explanation =
        explain(Worlds.cluster("a"), Worlds.holding(noDebug), A).orElseThrow();

    assertThat(explanation.afterPlan().verdict().verdict()).isEqualTo(Verdict.PARTLY);
    assertThat(explanation.afterPlan().dependsOn(A)).containsExactly(new Attribute("log.content"));
    assertThat(explanation.observed(explanation.now().trace().get(0).rule()).orElseThrow().author())
        .contains("alice");
    assertThat(ExplanationText.of(explanation))
        .isEqualTo(
            """
            namespace a in cluster stage-01
              desired: yes
              Dynatrace: environment staging, host group stage-01
              now: not ingested, whichever rule decides
                rule "no debug" of host group stage-01: may match; excludes what it matches
                  if k8s.namespace.name is "a" and log.content matches "*DEBUG*"
                  last changed at 2026-01-02T03:04:05Z by alice
              after the plan: partly ingested, depending on log.content
                rule "no debug" of host group stage-01: may match; excludes what it matches
                  if k8s.namespace.name is "a" and log.content matches "*DEBUG*"
                rule "logconfig stage-01" of host group stage-01: matches and includes
                  if k8s.namespace.name is "a"
              to do: if all of these logs are desired, change, move or delete rule "no debug" of host group stage-01
            """);
  }

  @Test
  void saysWhereToOptInAndWhichRuleWouldStillExclude() {
    RuleScope kubernetes = RuleScope.of(Worlds.KUBERNETES_CLUSTER_ID);
    ObservedState observed =
        ObservedState.builder()
            .from(
                Worlds.holding(
                    Worlds.foreign(
                        "1", kubernetes, Worlds.everything("operator", RuleAction.EXCLUDE))))
            .addKubernetesCluster(
                ObservedKubernetesCluster.builder()
                    .id(Worlds.KUBERNETES_CLUSTER_ID)
                    .label("dynakube")
                    .uid(UID)
                    .build())
            .build();
    DesiredCluster desired =
        DesiredCluster.builder().from(Worlds.cluster()).kubernetesClusterUid(UID).build();

    Explanation explanation = explain(desired, observed, A).orElseThrow();

    assertThat(explanation.kubernetes().evidence()).isEqualTo(Explanation.Evidence.UID);
    assertThat(ExplanationText.of(explanation, "edit desired.yaml"))
        .contains("  desired: no\n", ", Kubernetes cluster \"dynakube\" (same UID)\n")
        .endsWith(
            """
              after the plan: unchanged
              to do: to ingest these logs, edit desired.yaml
              to do: then change or delete rule "operator" of Kubernetes cluster "dynakube", which is evaluated before the managed rule
            """);
  }

  @Test
  void leavesOutClustersWithoutHostGroup() {
    DesiredCluster other =
        DesiredCluster.builder()
            .from(Worlds.cluster("b"))
            .name(new ClusterName("stage-02"))
            .hostGroup(new HostGroupName("nowhere"))
            .build();

    Map<ClusterName, Explanation> explanations =
        LogConfigExplainer.explainAll(
            List.of(Worlds.cluster("a"), other),
            List.of(Worlds.cluster("a"), other),
            Worlds.holding(),
            PlanOptions.DEFAULT,
            A);

    assertThat(explanations).containsOnlyKeys(Worlds.cluster("a").name());
  }

  private static LogRule noDebug() {
    return LogRule.builder()
        .title("no debug")
        .action(RuleAction.EXCLUDE)
        .addMatcher(Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addValue("a").build())
        .addMatcher(
            Matcher.builder().attribute(new Attribute("log.content")).addValue("*DEBUG*").build())
        .build();
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
