package io.github.logconfig.dynatrace;

/**
 * There is nothing to authorize a request with: a token file that cannot be read, a supplier that
 * fails, or a token endpoint that gives out no token. Nothing was sent to the service; not retried.
 *
 * @since 0.1.0
 */
public final class CredentialsException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  CredentialsException(String request, String message) {
    super(request, message);
  }
}
