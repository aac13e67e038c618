package io.github.logconfig.model;

/**
 * A text that cannot be the value it is meant to be, for example {@code *} as a namespace.
 *
 * @since 0.1.0
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The text that was refused. */
  private final String value;

  /**
   * Says what was refused and what was expected.
   *
   * @param what the kind of value, for example {@code namespace}
   * @param value the text that was refused
   * @param expected what a valid value looks like, as the end of a sentence that begins with "is
   *     not"
   */
  public InvalidValueException(String what, String value, String expected) {
    super(what + " " + Quoted.of(value) + " is not " + expected);
    this.value = value;
  }

  /**
   * The text that was refused, as it was given.
   *
   * @return the text; of unknown origin, so quote it before showing it
   */
  public String value() {
    return value;
  }
}
