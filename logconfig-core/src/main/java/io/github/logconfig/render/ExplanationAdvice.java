package io.github.logconfig.render;

import io.github.logconfig.evaluate.Doubt;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what to do about an explanation, so that the logs are ingested exactly if desired. */
final class ExplanationAdvice {

  /** Scopes whose rules are evaluated before those of the host group. */
  private static final Set<RuleScope.Kind> NARROWER =
      EnumSet.of(RuleScope.Kind.HOST, RuleScope.Kind.KUBERNETES_CLUSTER);

  private ExplanationAdvice() {}

  static String namespace(Explanation explanation) {
    return String.join(" ", explanation.known().values(Attribute.K8S_NAMESPACE_NAME));
  }

  /** Returns how to opt in the namespace, for sources of which nothing is known. */
  static String optIn(Explanation explanation) {
    return "add "
        + namespace(explanation)
        + " to the namespaces of cluster "
        + explanation.plan().cluster()
        + " in the desired state";
  }

  /** Returns one sentence for each thing to do; empty if everything is as desired. */
  static List<String> of(Explanation explanation, String optIn) {
    NamespaceVerdict now = explanation.now().verdict();
    NamespaceVerdict after = explanation.afterPlan().verdict();
    List<String> advice = new ArrayList<>();
    if (explanation.isDesired()) {
      explanation.plan().findings().stream()
          .filter(finding -> finding.severity() == Severity.ERROR)
          .map(Finding::message)
          .forEach(message -> advice.add("fix what prevents the plan: " + message));
      switch (after.verdict()) {
        case INGESTED -> {
          if (advice.isEmpty() && !explanation.now().equals(explanation.afterPlan())) {
            advice.add("run logconfig apply --cluster " + explanation.plan().cluster());
          }
        }
        case NOT_INGESTED, PARTLY -> advice.add(removeExclusions(after, explanation));
        case UNKNOWN -> after.doubts().forEach(doubt -> advice.add(resolve(doubt, explanation)));
      }
      return advice.stream().distinct().toList();
    }
    switch (after.verdict()) {
      case NOT_INGESTED -> {
        advice.add(
            (now.verdict() == Verdict.NOT_INGESTED ? "to ingest" : "to keep ingesting")
                + " these logs, "
                + optIn);
        List<ScopedRule> first =
            after.decidedBy(RuleAction.EXCLUDE).stream()
                .filter(rule -> NARROWER.contains(rule.scope().kind()))
                .toList();
        if (!first.isEmpty()) {
          advice.add(
              "then change or delete "
                  + rules(first, explanation)
                  + ", which is evaluated before the managed rule");
        }
      }
      case INGESTED, PARTLY ->
          advice.add(
              "the namespace is not desired, but "
                  + rules(after.decidedBy(RuleAction.INCLUDE), explanation)
                  + (after.decidedBy(RuleAction.INCLUDE).size() == 1 ? " includes" : " include")
                  + " these logs; to be independent of that, "
                  + optIn);
      case UNKNOWN -> after.doubts().forEach(doubt -> advice.add(resolve(doubt, explanation)));
    }
    return advice.stream().distinct().toList();
  }

  private static String removeExclusions(NamespaceVerdict after, Explanation explanation) {
    List<ScopedRule> excluding = after.decidedBy(RuleAction.EXCLUDE);
    return excluding.isEmpty()
        ? "find out why no rule includes all of these logs"
        : "if all of these logs are desired, change, move or delete "
            + rules(excluding, explanation);
  }

  private static String rules(List<ScopedRule> rules, Explanation explanation) {
    return rules.stream()
        .map(rule -> ExplanationText.named(rule, explanation))
        .collect(Collectors.joining(", "));
  }

  private static String resolve(Doubt doubt, Explanation explanation) {
    String rule =
        doubt.rule().map(it -> ExplanationText.named(it, explanation)).orElse("the rules");
    return switch (doubt.cause()) {
      case SCOPE_NOT_TIED ->
          "set kubernetesCluster.uid of cluster "
              + explanation.plan().cluster()
              + " to the UID of its namespace kube-system";
      case HOST_SCOPE -> "check the host of " + rule + ", or delete that rule";
      case UNREADABLE_RULE, UNKNOWN_CONDITION ->
          "check " + rule + " in Dynatrace, or use a newer version of this program";
      case OPERATING_SYSTEM, TOO_COMPLEX ->
          "give more attributes of the logs with --attribute, or simplify the rules";
    };
  }
}
