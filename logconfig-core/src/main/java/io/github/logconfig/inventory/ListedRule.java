package io.github.logconfig.inventory;

import io.github.logconfig.evaluate.RuleUsage.Use;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.ObservedRule;
import java.util.List;
import java.util.Optional;

/**
 * A rule in the evaluation order of its scope.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param position the position in the scope, from 1
 * @param rule the rule
 * @param identity the identity in the external id; empty if logconfig does not manage the rule
 * @param managed whether the configured owner manages the rule
 * @param use whether the rule decides for at least one log record. {@link Use#NEVER_DECIDES} if
 *     rules of the same scope decide before it. {@link Use#UNKNOWN} if rules of Kubernetes clusters
 *     decide before it for all known hosts of its host group
 * @param insteadOf the rules of the same scope that decide instead of it, if it never decides
 * @param overriddenIn the Kubernetes clusters whose rules decide before it for all of their logs
 * @param duplicateOf the first rule of the scope with the same content or the same external id
 * @param orphaned whether the configured owner manages the rule and no desired cluster needs it;
 *     empty if the desired state is not known completely
 * @since 0.1.0
 */
public record ListedRule(
    int position,
    ObservedRule rule,
    Optional<RuleIdentity> identity,
    boolean managed,
    Use use,
    List<ObservedRule> insteadOf,
    List<RuleScope> overriddenIn,
    Optional<ObservedRule> duplicateOf,
    Optional<Boolean> orphaned) {

  /** Copies the lists. */
  public ListedRule {
    insteadOf = List.copyOf(insteadOf);
    overriddenIn = List.copyOf(overriddenIn);
  }

  /** Returns whether the rule is enabled, but has no effect because others precede it. */
  public boolean isRedundant() {
    return rule.rule().enabled() && use == Use.NEVER_DECIDES;
  }
}
