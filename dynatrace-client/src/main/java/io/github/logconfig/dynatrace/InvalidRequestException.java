package io.github.logconfig.dynatrace;

/**
 * The request is invalid (status 400). Not retried.
 *
 * @since 0.1.0
 */
public final class InvalidRequestException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  InvalidRequestException(String request, ErrorResponse response) {
    super(request, response);
  }
}
