package io.github.logconfig.model;

/**
 * A text that is not a valid value of a type, for example {@code *} as a namespace name.
 *
 * @since 0.1.0
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The invalid text. */
  private final String value;

  /**
   * Creates an exception.
   *
   * @param what the kind of value, for example {@code namespace}
   * @param value the invalid text
   * @param expected a description of valid values; it completes a sentence that ends in "is not"
   */
  public InvalidValueException(String what, String value, String expected) {
    super(what + " " + Quoted.of(value) + " is not " + expected);
    this.value = value;
  }

  /** Returns the invalid text. Its origin is unknown: quote it before printing it. */
  public String value() {
    return value;
  }
}
