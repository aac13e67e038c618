package io.github.logconfig.dynatrace;

/**
 * An argument that the service could only refuse; thrown before anything is sent.
 *
 * @since 0.1.0
 */
public final class InvalidArgumentException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_QUOTE = 100;

  InvalidArgumentException(String what, String value, String expected) {
    super(SecretMask.mask(what + " \"" + quoted(value) + "\" is not " + expected));
  }

  /** For values that must not be repeated. */
  InvalidArgumentException(String message) {
    super(SecretMask.mask(message));
  }

  private static String quoted(String value) {
    // masked before it is cut, since a part of a token does not look like one
    String printable = SecretMask.mask(value).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return printable.length() > LONGEST_QUOTE
        ? printable.substring(0, LONGEST_QUOTE) + "…"
        : printable;
  }
}
