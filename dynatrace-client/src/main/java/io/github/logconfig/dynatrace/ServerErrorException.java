package io.github.logconfig.dynatrace;

/**
 * The service failed (status 500 to 599). For a write this is the cause of an {@link
 * OutcomeUnknownException}.
 *
 * @since 0.1.0
 */
public final class ServerErrorException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  ServerErrorException(String request, ErrorResponse response) {
    super(request, response);
  }
}
