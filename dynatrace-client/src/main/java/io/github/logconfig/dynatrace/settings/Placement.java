package io.github.logconfig.dynatrace.settings;

import java.util.Objects;

/**
 * The position of an object among those of its schema and scope; only for ordered schemas.
 *
 * @since 0.1.0
 */
public sealed interface Placement {

  /** The current position; a new object is last. */
  Placement UNCHANGED = new Unchanged();

  /** The first position. */
  Placement FIRST = new First();

  /** The last position. */
  Placement LAST = new Last();

  /** The current position. */
  record Unchanged() implements Placement {}

  /** The first position. */
  record First() implements Placement {}

  /** The last position. */
  record Last() implements Placement {}

  /**
   * The position directly after another object.
   *
   * @param object the other object, of the same scope
   */
  record After(SettingsObjectId object) implements Placement {

    /** Checks that the object is not null. */
    public After {
      Objects.requireNonNull(object, "object");
    }
  }
}
