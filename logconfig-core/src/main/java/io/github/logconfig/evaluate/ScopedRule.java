package io.github.logconfig.evaluate;

import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule and its scope. Titles are unique in a scope, so scope and title identify the rule.
 *
 * @param scope the scope that the rule is in
 * @param rule the rule
 * @param objectId the object that holds it; empty if it does not exist yet
 * @param externalId the external id, if the object has one
 * @since 0.1.0
 */
public record ScopedRule(
    RuleScope scope, LogRule rule, Optional<ObjectId> objectId, Optional<ExternalId> externalId) {

  /** Rejects null components. */
  public ScopedRule {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(objectId, "objectId");
    Objects.requireNonNull(externalId, "externalId");
  }

  /**
   * Creates a rule that has no object in the service.
   *
   * @param scope the scope that the rule is in, or would be in
   * @param rule the rule
   */
  public ScopedRule(RuleScope scope, LogRule rule) {
    this(scope, rule, Optional.empty(), Optional.empty());
  }

  /**
   * Returns an observed rule with only the parts that an evaluation needs.
   *
   * @param rule the observed rule
   */
  public static ScopedRule of(ObservedRule rule) {
    return new ScopedRule(
        rule.scope(), rule.rule(), Optional.of(rule.objectId()), rule.externalId());
  }
}
