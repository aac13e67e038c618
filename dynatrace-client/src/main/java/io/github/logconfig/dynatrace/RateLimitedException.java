package io.github.logconfig.dynatrace;

/**
 * The service is at its capacity (status 429), and was still so after all attempts. Nothing was
 * written.
 *
 * @since 0.1.0
 */
public final class RateLimitedException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  RateLimitedException(String request, Refusal refusal) {
    super(request, refusal);
  }
}
