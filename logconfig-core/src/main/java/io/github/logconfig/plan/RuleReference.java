package io.github.logconfig.plan;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import java.util.Optional;

/**
 * A reference to a rule.
 *
 * @param scope the scope of the rule
 * @param title the title of the rule, of unknown origin
 * @param objectId the object of the rule; empty if it does not exist yet
 * @param externalId the external id of the rule; empty for rules created in the web interface
 * @since 0.1.0
 */
public record RuleReference(
    RuleScope scope, String title, Optional<ObjectId> objectId, Optional<ExternalId> externalId) {

  /** Returns a reference to a rule. */
  public static RuleReference to(ScopedRule rule) {
    return new RuleReference(rule.scope(), rule.rule().title(), rule.objectId(), rule.externalId());
  }

  /** Returns a reference to an observed rule. */
  public static RuleReference to(ObservedRule rule) {
    return to(ScopedRule.of(rule));
  }

  /**
   * Returns the owner in the external id of the rule, whatever host group the rule is managed for;
   * empty if it has no external id of logconfig.
   */
  public Optional<Owner> owner() {
    return externalId.flatMap(RuleIdentity::parse).map(RuleIdentity::owner);
  }
}
