package io.github.logconfig.plan;

import io.github.logconfig.model.ObjectId;

/**
 * A place in the order of the rules of one scope.
 *
 * @since 0.1.0
 */
public sealed interface Position {

  /** The place before all others. */
  Position FIRST = new First();

  /** The place behind all others. */
  Position LAST = new Last();

  /** Before all others. */
  record First() implements Position {}

  /** Behind all others. */
  record Last() implements Position {}

  /**
   * Right behind another rule.
   *
   * @param objectId the object that holds the other rule, of the same scope
   */
  record After(ObjectId objectId) implements Position {}
}
