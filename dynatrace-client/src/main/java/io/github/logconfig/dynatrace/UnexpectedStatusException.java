package io.github.logconfig.dynatrace;

/**
 * A response with a status that has no exception of its own, for example a redirect that was not
 * followed, 407 of a proxy, or 413 for a body that is too large.
 *
 * @since 0.1.0
 */
public final class UnexpectedStatusException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  UnexpectedStatusException(String request, ErrorResponse response) {
    super(request, response);
  }
}
