package io.github.logconfig.dynatrace;

/**
 * The service is at its capacity (status 429).
 *
 * @since 0.1.0
 */
public final class RateLimitedException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  RateLimitedException(String request, int status, SettingsError error) {
    super(request, status, error);
  }
}
