package io.github.logconfig.dynatrace;

/**
 * An argument that the service would reject. Thrown before anything is sent.
 *
 * @since 0.1.0
 */
public final class InvalidArgumentException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private static final int MAX_QUOTED = 100;

  /**
   * Creates an exception that quotes the first 100 characters of the value. Tokens in it are
   * masked.
   *
   * @param what the argument, for example {@code page size}
   * @param value its value
   * @param expected what is valid, for example {@code 1 to 500}
   */
  public InvalidArgumentException(String what, String value, String expected) {
    super(SecretMask.mask("invalid " + what + " \"" + quoted(value) + "\": expected " + expected));
  }

  /**
   * Creates an exception for an argument that is missing, or whose value must not be shown.
   *
   * @param message the message; tokens in it are masked
   */
  public InvalidArgumentException(String message) {
    super(SecretMask.mask(message));
  }

  private static String quoted(String value) {
    // masked before it is cut, since a part of a token does not look like one
    String printable = SecretMask.mask(value).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return printable.length() > MAX_QUOTED ? printable.substring(0, MAX_QUOTED) + "…" : printable;
  }
}
