package io.github.logconfig.plan;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import java.util.Optional;

/**
 * Which rule something is about, without what the rule says.
 *
 * @param scope where the rule hangs
 * @param title its title, as it was given by whoever made it
 * @param objectId the object that holds it; empty if it does not stand yet
 * @param externalId the key that its writer chose; empty for rules that were made by hand
 * @since 0.1.0
 */
public record RuleReference(
    RuleScope scope, String title, Optional<ObjectId> objectId, Optional<ExternalId> externalId) {

  static RuleReference to(ScopedRule rule) {
    return new RuleReference(rule.scope(), rule.rule().title(), rule.objectId(), rule.externalId());
  }

  static RuleReference to(ObservedRule rule) {
    return to(ScopedRule.of(rule));
  }

  /**
   * Who owns the rule.
   *
   * @return the owner; empty if the rule carries no mark of logconfig's
   */
  public Optional<Owner> owner() {
    return externalId.flatMap(RuleIdentity::parse).map(RuleIdentity::owner);
  }
}
