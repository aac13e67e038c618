package io.github.logconfig.evaluate;

import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule and where it hangs. Titles are unique in a scope, so the two name the rule.
 *
 * @param scope where the rule hangs
 * @param rule the rule
 * @param objectId the object that holds it; empty if it does not stand yet
 * @param externalId the key that its writer chose, if any
 * @since 0.1.0
 */
public record ScopedRule(
    RuleScope scope, LogRule rule, Optional<ObjectId> objectId, Optional<ExternalId> externalId) {

  /** Refuses what is missing. */
  public ScopedRule {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(objectId, "objectId");
    Objects.requireNonNull(externalId, "externalId");
  }

  /**
   * A rule that need not stand anywhere.
   *
   * @param scope where the rule hangs, or would hang
   * @param rule the rule
   */
  public ScopedRule(RuleScope scope, LogRule rule) {
    this(scope, rule, Optional.empty(), Optional.empty());
  }

  /**
   * A rule as it was observed.
   *
   * @param rule the rule
   * @return the same, without what is of no use to an evaluation
   */
  public static ScopedRule of(ObservedRule rule) {
    return new ScopedRule(
        rule.scope(), rule.rule(), Optional.of(rule.objectId()), rule.externalId());
  }
}
