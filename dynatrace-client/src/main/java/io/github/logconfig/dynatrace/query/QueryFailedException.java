package io.github.logconfig.dynatrace.query;

import io.github.logconfig.dynatrace.DynatraceException;

/**
 * A query was started and has no result.
 *
 * @since 0.1.0
 */
public final class QueryFailedException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /** Why there is no result. */
  public enum Reason {
    /** The service has reported a failure. */
    FAILED,
    /** The query was cancelled. */
    CANCELLED,
    /** The service no longer has the result. */
    RESULT_GONE,
    /** The timeout of the query has passed. */
    TIMED_OUT
  }

  private final Reason reason;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   * @param reason why there is no result
   * @param message what failed
   */
  public QueryFailedException(String request, Reason reason, String message) {
    super(request, message, null);
    this.reason = reason;
  }

  /**
   * Returns why there is no result.
   *
   * @return the reason
   */
  public Reason queryReason() {
    return reason;
  }
}
