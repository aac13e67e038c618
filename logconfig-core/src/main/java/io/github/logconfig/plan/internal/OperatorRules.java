package io.github.logconfig.plan.internal;

import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes the rule that the Dynatrace Operator creates for a DynaKube with {@code
 * logMonitoring}: an include rule in the scope of the Kubernetes cluster with the cluster's label
 * as title, and with the matchers of the DynaKube, by default none.
 */
final class OperatorRules {

  private static final int FEW_MATCHERS = 5;

  private OperatorRules() {}

  /** Returns the rules of this form in a scope; none if it is not one of a Kubernetes cluster. */
  static List<ObservedRule> in(RuleScope scope, List<ObservedRule> rules, ClusterTies ties) {
    Optional<String> label =
        scope.kind() == RuleScope.Kind.KUBERNETES_CLUSTER
            ? scope.entity().flatMap(ties::label)
            : Optional.empty();
    return rules.stream()
        .filter(rule -> label.equals(Optional.of(rule.rule().title())))
        .filter(rule -> rule.externalId().isEmpty() && rule.rule().unreadable().isEmpty())
        .filter(rule -> rule.rule().action() == RuleAction.INCLUDE && rule.rule().enabled())
        .filter(rule -> rule.rule().matchers().size() <= FEW_MATCHERS)
        .toList();
  }

  /**
   * Returns the findings about rules of this form that remain after a plan.
   *
   * @param adoptable whether the plan could adopt one in the target scope
   */
  static List<Finding> findings(ClusterRules rules, boolean adoptable, List<PlanStep> steps) {
    List<Finding> findings = new ArrayList<>();
    rules
        .clusterScope()
        .ifPresent(
            scope ->
                in(scope, rules.rulesIn(scope), rules.ties()).stream()
                    .filter(rule -> !isAdopted(rule, steps))
                    .forEach(
                        rule ->
                            findings.add(
                                TargetFindings.operatorRule(
                                    rules.desired(), rule, adoptable, rules.ties()))));
    return findings;
  }

  private static boolean isAdopted(ObservedRule rule, List<PlanStep> steps) {
    return steps.stream()
        .anyMatch(
            step ->
                step.action() == Action.ADOPT
                    && step.objectId().equals(Optional.of(rule.objectId())));
  }
}
