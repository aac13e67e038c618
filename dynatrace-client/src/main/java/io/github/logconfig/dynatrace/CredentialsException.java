package io.github.logconfig.dynatrace;

/**
 * No credentials are available: a token file cannot be read, a supplier fails, or a token endpoint
 * issues no token. Nothing was sent to the service.
 *
 * @since 0.1.0
 */
public final class CredentialsException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   * @param reason why there are no credentials
   */
  public CredentialsException(String request, String reason) {
    super(request, reason);
  }
}
