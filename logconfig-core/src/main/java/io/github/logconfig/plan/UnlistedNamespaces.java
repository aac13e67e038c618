package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Ingestion;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleAction;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What rules do with namespaces that are not wanted and that we never had anything to do with. */
final class UnlistedNamespaces {

  private UnlistedNamespaces() {}

  /** What is said of rules that may do anything, as far as this version knows. */
  static List<Finding> notUnderstood(RuleChain rules) {
    return RuleEvaluator.notUnderstood(rules).stream().map(PlanFindings::unknownAttribute).toList();
  }

  /** What is said of namespaces that no rule names in full; empty if all of them are kept out. */
  static Optional<Finding> fallingThrough(Policy policy, RuleChain rules) {
    NamespaceVerdict rest = RuleEvaluator.rest(rules);
    return rest.ingestion() == Ingestion.NO
        ? Optional.empty()
        : Optional.of(PlanFindings.restFallsThrough(policy, rest));
  }

  /** The namespaces that include rules name in full. */
  static SortedSet<NamespaceName> named(RuleChain rules) {
    SortedSet<NamespaceName> named = new TreeSet<>();
    for (ScopedRule rule : rules.rules()) {
      if (rule.rule().enabled() && rule.rule().action() == RuleAction.INCLUDE) {
        named.addAll(RuleDiff.namespaces(rule.rule()));
      }
      if (rule.rule().enabled() && rule.rule().matchers().isEmpty()) {
        break; // nothing comes to the rules behind it
      }
    }
    return named;
  }
}
