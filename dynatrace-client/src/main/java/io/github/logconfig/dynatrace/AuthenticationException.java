package io.github.logconfig.dynatrace;

/**
 * The service does not accept the token (status 401).
 *
 * @since 0.1.0
 */
public final class AuthenticationException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  AuthenticationException(String request, ErrorResponse response) {
    super(request, response);
  }
}
