package io.github.logconfig.plan;

import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.UpdateToken;

/**
 * What must still hold when a step is carried out; otherwise the world has moved since the plan,
 * and nothing may be written.
 *
 * @since 0.1.0
 */
public sealed interface Precondition {

  /**
   * No rule carries this external id.
   *
   * @param externalId the id of the rule to be created
   */
  record Absent(ExternalId externalId) implements Precondition {}

  /**
   * The object is there and has not been written since it was read.
   *
   * @param objectId the object
   * @param updateToken the stamp of the state that was read
   */
  record Unchanged(ObjectId objectId, UpdateToken updateToken) implements Precondition {}
}
