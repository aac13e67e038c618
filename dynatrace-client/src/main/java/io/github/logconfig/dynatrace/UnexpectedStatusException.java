package io.github.logconfig.dynatrace;

/**
 * The service, or something before it, answered with a status that none of the other exceptions is
 * for: a redirect that was not followed, 407 of a proxy, 413 for a body that is too large.
 *
 * @since 0.1.0
 */
public final class UnexpectedStatusException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  UnexpectedStatusException(String request, Refusal refusal) {
    super(request, refusal);
  }
}
