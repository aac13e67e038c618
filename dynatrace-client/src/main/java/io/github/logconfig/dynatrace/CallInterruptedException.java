package io.github.logconfig.dynatrace;

/**
 * The calling thread was interrupted while it waited; the thread's interrupt status is set. Nothing
 * was written: a write that had already left ends in an {@link OutcomeUnknownException}.
 *
 * @since 0.1.0
 */
public final class CallInterruptedException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  CallInterruptedException(String request) {
    super(request, "interrupted");
  }
}
