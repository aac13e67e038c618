package io.github.logconfig.reconcile;

import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.UpdateToken;
import io.github.logconfig.plan.RuleIdentity;
import java.util.List;

/**
 * A rule of ours that no desired cluster wants: its host group is not part of the desired state any
 * more, or the rule hangs somewhere else than from its host group.
 *
 * @param environment the environment that holds it
 * @param identity whose rule it is, as its external id tells
 * @param scope where it hangs
 * @param objectId the object that holds it
 * @param updateToken the stamp of the state that was read
 * @param rule what it says
 * @param namespaces the namespaces that it takes in, in natural order; none if it excludes or is
 *     switched off
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

  /**
   * Copies the namespaces.
   *
   * @param environment as told above
   * @param identity as told above
   * @param scope as told above
   * @param objectId as told above
   * @param updateToken as told above
   * @param rule as told above
   * @param namespaces as told above
   */
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

  /**
   * The host group that the rule was made for.
   *
   * @return its name
   */
  public HostGroupName hostGroup() {
    return identity.hostGroup();
  }
}
