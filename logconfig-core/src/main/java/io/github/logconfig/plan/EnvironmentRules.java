package io.github.logconfig.plan;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What all clusters of one environment have in common, so that it is prepared only once. Not
 * thread-safe.
 */
final class EnvironmentRules {

  private final ObservedState observed;
  private final RuleChain chain;
  private final Map<Policy, List<Finding>> behindOurs = new EnumMap<>(Policy.class);

  private EnvironmentRules(ObservedState observed, RuleChain chain) {
    this.observed = observed;
    this.chain = chain;
  }

  static EnvironmentRules of(ObservedState observed) {
    return new EnvironmentRules(observed, RuleChain.of(observed, List.of(RuleScope.ENVIRONMENT)));
  }

  ObservedState observed() {
    return observed;
  }

  /** The rules of the environment's own scope. */
  RuleChain chain() {
    return chain;
  }

  /** The single hosts from which rules hang. */
  int hosts() {
    return observed.hostScopes().size();
  }

  /**
   * What is to be said of a cluster where nothing changes and no rule but ours comes before those
   * of the environment. Our include rules take nothing but what is wanted, and under the policy
   * exclusive our closing rule leaves nothing for those behind it.
   */
  List<Finding> findingsBehindOurs(Policy policy) {
    return behindOurs.computeIfAbsent(policy, this::behindOurs);
  }

  private List<Finding> behindOurs(Policy policy) {
    List<Finding> findings = new ArrayList<>(UnlistedNamespaces.notUnderstood(chain));
    if (policy == Policy.ADDITIVE) {
      UnlistedNamespaces.fallingThrough(policy, chain).ifPresent(findings::add);
    }
    return PlanFindings.inOrder(findings, hosts());
  }
}
