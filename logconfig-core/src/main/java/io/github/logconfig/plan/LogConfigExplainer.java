package io.github.logconfig.plan;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.RuleTracer;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.internal.ClusterPlanner;
import io.github.logconfig.plan.internal.ClusterRules;
import io.github.logconfig.plan.internal.EnvironmentRules;
import java.util.Collection;
import java.util.Optional;

/**
 * Explains why logs of a cluster are ingested or not, and which rule decides.
 *
 * <p>Only the given attributes of the logs are known. A rule with conditions on other attributes
 * may match some of the logs.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @see LogConfigPlanner
 * @since 0.1.0
 */
public final class LogConfigExplainer {

  private LogConfigExplainer() {}

  /**
   * Explains what happens to records of a cluster now and after its plan.
   *
   * @param desired the cluster
   * @param clusters all desired clusters of its environment; required to tie clusters to entities
   * @param observed the environment
   * @param options the options of the plan
   * @param known the known attributes of the records
   * @return the explanation; empty if the host group of the cluster, or the Kubernetes cluster if
   *     that is the target, is unknown or ambiguous
   */
  public static Optional<Explanation> explain(
      DesiredCluster desired,
      Collection<DesiredCluster> clusters,
      ObservedState observed,
      PlanOptions options,
      LogRecord known) {
    EnvironmentRules environment = EnvironmentRules.of(observed, clusters);
    Optional<RuleScope> scope = ClusterRules.targetScope(desired, environment);
    if (scope.isEmpty()) {
      return Optional.empty();
    }
    LogConfigPlan plan = ClusterPlanner.plan(desired, environment, options);
    ClusterRules rules = ClusterRules.of(desired, scope.get(), environment, options.owner());
    return Optional.of(
        new Explanation(
            known, answer(rules.now(), known), answer(rules.after(plan.steps()), known), plan));
  }

  private static Explanation.Answer answer(PossibleChains chains, LogRecord known) {
    return new Explanation.Answer(
        RuleEvaluator.verdict(chains, known), new RuleTracer(chains).trace(known));
  }
}
