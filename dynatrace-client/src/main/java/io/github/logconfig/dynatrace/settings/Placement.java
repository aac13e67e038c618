package io.github.logconfig.dynatrace.settings;

/**
 * A place for an object among those of its schema and scope; only for ordered schemas.
 *
 * @since 0.1.0
 */
public sealed interface Placement {

  /** Where the object is: for a new object that is behind all others. */
  Placement UNCHANGED = new Unchanged();

  /** Before all others. */
  Placement FIRST = new First();

  /** Behind all others. */
  Placement LAST = new Last();

  /** Where the object is. */
  record Unchanged() implements Placement {}

  /** Before all others. */
  record First() implements Placement {}

  /** Behind all others. */
  record Last() implements Placement {}

  /**
   * Right behind another object.
   *
   * @param object the other object, of the same scope
   */
  record After(SettingsObjectId object) implements Placement {}
}
