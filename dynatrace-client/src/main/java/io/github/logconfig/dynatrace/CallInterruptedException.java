package io.github.logconfig.dynatrace;

/**
 * The calling thread was interrupted while it waited; its interrupt status is set. Nothing was
 * written: a write that may have reached the service fails with an {@link OutcomeUnknownException}.
 *
 * @since 0.1.0
 */
public final class CallInterruptedException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   */
  public CallInterruptedException(String request) {
    super(request, "interrupted");
  }
}
