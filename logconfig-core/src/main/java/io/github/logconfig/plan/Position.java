package io.github.logconfig.plan;

import io.github.logconfig.rule.ObjectId;

/**
 * A position in the order of the rules of one scope.
 *
 * @since 0.1.0
 */
public sealed interface Position {

  /** The position before all other rules. */
  Position FIRST = new First();

  /** The position after all other rules. */
  Position LAST = new Last();

  /** Before all other rules. */
  record First() implements Position {}

  /** After all other rules. */
  record Last() implements Position {}

  /**
   * Immediately after another rule.
   *
   * @param objectId the object of the other rule, in the same scope
   * @param title the title of the other rule, for output; empty if it is unknown. Not part of the
   *     equality
   */
  record After(ObjectId objectId, String title) implements Position {

    @Override
    public boolean equals(Object other) {
      return other instanceof After that && objectId.equals(that.objectId);
    }

    @Override
    public int hashCode() {
      return objectId.hashCode();
    }
  }
}
