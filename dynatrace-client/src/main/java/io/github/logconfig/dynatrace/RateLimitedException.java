package io.github.logconfig.dynatrace;

/**
 * The service throttles the client (status 429), also after all attempts. Nothing was written.
 *
 * @since 0.1.0
 */
public final class RateLimitedException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  RateLimitedException(String request, ErrorResponse response) {
    super(request, response);
  }
}
