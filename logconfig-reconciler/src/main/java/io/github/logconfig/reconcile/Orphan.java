package io.github.logconfig.reconcile;

import io.github.logconfig.model.Environment;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.UpdateToken;
import java.util.List;

/**
 * A managed rule without a desired cluster: its host group or cluster is not part of the desired
 * state, or its scope is not that of its host group or cluster.
 *
 * @param environment the environment of the rule
 * @param identity the identity in its external id
 * @param scope the scope of the rule
 * @param objectId the object that contains the rule
 * @param updateToken the state of the object that was read
 * @param rule the content of the rule
 * @param namespaces the namespaces that the rule includes, in natural order; empty if it is
 *     disabled or excludes logs
 * @since 0.1.0
 */
public record Orphan(
    Environment environment,
    RuleIdentity identity,
    RuleScope scope,
    ObjectId objectId,
    UpdateToken updateToken,
    LogRule rule,
    List<NamespaceName> namespaces) {

  /** Copies the namespaces. */
  public Orphan {
    namespaces = List.copyOf(namespaces);
  }

  /** Returns the rule as it was read. */
  ObservedRule asObserved() {
    return ObservedRule.builder()
        .objectId(objectId)
        .updateToken(updateToken)
        .scope(scope)
        .externalId(identity.externalId())
        .rule(rule)
        .build();
  }

  /** Returns the host group or the cluster that the rule was created for. */
  public TargetName targetName() {
    return identity.targetName();
  }

  /** Returns the target that the rule was created for, as far as its scope shows. */
  public Target target() {
    return Target.of(scope.kind()).orElse(Target.HOST_GROUP);
  }
}
