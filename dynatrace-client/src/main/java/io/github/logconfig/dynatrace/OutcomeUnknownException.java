package io.github.logconfig.dynatrace;

/**
 * A write that may or may not have been carried out: the request was sent, and then the response
 * was lost, the service failed, or the calling thread was interrupted; and a retry was not safe, or
 * failed as well. Read the state of the service before another attempt.
 *
 * @since 0.1.0
 */
public final class OutcomeUnknownException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   * @param cause how the last attempt failed
   */
  public OutcomeUnknownException(String request, DynatraceException cause) {
    super(request, "the outcome of the write is unknown: " + cause.reason(), cause);
  }
}
