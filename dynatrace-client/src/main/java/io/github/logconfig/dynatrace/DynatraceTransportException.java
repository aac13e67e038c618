package io.github.logconfig.dynatrace;

/**
 * No answer came: the host was not found, refused the connection, broke it, or was silent for too
 * long. A write may or may not have been carried out.
 *
 * @since 0.1.0
 */
public final class DynatraceTransportException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  DynatraceTransportException(String request, String message, Throwable cause) {
    super(request, message, cause);
  }
}
