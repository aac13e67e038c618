package io.github.logconfig.plan;

import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.UpdateToken;

/**
 * What must hold when a step is executed. Otherwise the rules have changed since the plan was made,
 * and the step must not write anything.
 *
 * @since 0.1.0
 */
public sealed interface Precondition {

  /**
   * No rule has this external id.
   *
   * @param externalId the external id of the rule to create
   */
  record Absent(ExternalId externalId) implements Precondition {}

  /**
   * The object exists and has not been written since it was read.
   *
   * @param objectId the object
   * @param updateToken the update token that was read
   */
  record Unchanged(ObjectId objectId, UpdateToken updateToken) implements Precondition {

    /** Returns the precondition that a rule is as it was observed. */
    public static Unchanged of(ObservedRule rule) {
      return new Unchanged(rule.objectId(), rule.updateToken());
    }
  }
}
