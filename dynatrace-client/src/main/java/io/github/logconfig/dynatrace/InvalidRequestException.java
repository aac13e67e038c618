package io.github.logconfig.dynatrace;

/**
 * The request itself is wrong (status 400); sending it again cannot help.
 *
 * @since 0.1.0
 */
public final class InvalidRequestException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  InvalidRequestException(String request, Refusal refusal) {
    super(request, refusal);
  }
}
