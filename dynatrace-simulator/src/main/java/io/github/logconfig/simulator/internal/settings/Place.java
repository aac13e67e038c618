package io.github.logconfig.simulator.internal.settings;

/**
 * Where to put an object among those of its schema and scope; {@code neighbour} is an object id,
 * empty unless the anchor is another object.
 */
public record Place(Anchor anchor, String neighbour) {

  static final Place KEEP = new Place(Anchor.KEEP, "");
  static final Place FIRST = new Place(Anchor.FIRST, "");
  static final Place LAST = new Place(Anchor.LAST, "");

  /** How the position is given. */
  enum Anchor {
    KEEP,
    FIRST,
    LAST,
    AFTER,
    BEFORE
  }
}
