package io.github.logconfig.dynatrace;

/**
 * The token lacks a scope that the operation needs (status 403). The message of the service names
 * it.
 *
 * @since 0.1.0
 */
public final class PermissionDeniedException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  PermissionDeniedException(String request, ErrorResponse response) {
    super(request, response);
  }
}
