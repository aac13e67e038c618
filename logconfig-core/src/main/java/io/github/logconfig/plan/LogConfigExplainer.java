package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Ingestion;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.evaluate.TraceEntry.Outcome;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.ObservedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explains why logs of a cluster are ingested or not, and which rule decides.
 *
 * <p>Of the logs, only what is given is known. A rule that looks at anything else may match some of
 * them.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @see LogConfigPlanner
 * @since 0.1.0
 */
public final class LogConfigExplainer {

  private LogConfigExplainer() {}

  /**
   * Explains what happens to some logs of a cluster.
   *
   * @param desired what the cluster is to look like
   * @param observed what its environment holds, read in one pass; the cluster's host group must
   *     have been looked up
   * @param options whose rules are managed
   * @param known what is known of the logs, above all their namespace
   * @return the explanation; empty if the host group is unknown or ambiguous, which the findings of
   *     {@link LogConfigPlanner#plan} then tell
   * @throws IllegalArgumentException if {@code observed} is of another environment
   */
  public static Optional<Explanation> explain(
      DesiredCluster desired, ObservedState observed, PlanOptions options, LogRecord known) {
    LogConfigPlan plan = LogConfigPlanner.plan(desired, observed, options);
    Set<EntityId> ids = observed.hostGroups().getOrDefault(desired.hostGroup(), Set.of());
    if (ids.size() != 1) {
      return Optional.empty();
    }
    HostGroup hostGroup = new HostGroup(desired.hostGroup(), ids.iterator().next());
    ClusterRules rules = ClusterRules.of(desired, hostGroup, EnvironmentRules.of(observed));
    return Optional.of(
        new Explanation(
            known, answer(rules.now(), known), answer(rules.after(plan.steps()), known), plan));
  }

  private static Explanation.Answer answer(RuleChain chain, LogRecord known) {
    List<TraceEntry> trace = new ArrayList<>();
    for (ScopedRule rule : chain.rules()) {
      Outcome outcome = outcome(rule, known);
      trace.add(new TraceEntry(rule, outcome));
      if (outcome == Outcome.MATCHED) {
        break;
      }
    }
    return new Explanation.Answer(RuleEvaluator.verdict(chain, known), trace);
  }

  private static Outcome outcome(ScopedRule rule, LogRecord known) {
    if (!rule.rule().enabled()) {
      return Outcome.DISABLED;
    }
    NamespaceVerdict alone = RuleEvaluator.verdict(new RuleChain(List.of(rule)), known);
    if (alone.takesTheRest().isPresent()) {
      return Outcome.MATCHED;
    }
    boolean untouched = alone.decidedBy().isEmpty() && alone.ingestion() == Ingestion.NO;
    return untouched ? Outcome.NO_MATCH : Outcome.MAY_MATCH;
  }
}
