package io.github.logconfig.dynatrace;

/**
 * The object has changed since it was read (status 409 or 412). Read it again before another
 * attempt. Not retried.
 *
 * @since 0.1.0
 */
public final class ConcurrentModificationConflict extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  ConcurrentModificationConflict(String request, ErrorResponse response) {
    super(request, response);
  }
}
