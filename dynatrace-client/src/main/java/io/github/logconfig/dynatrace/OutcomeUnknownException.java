package io.github.logconfig.dynatrace;

/**
 * A write that may or may not have been carried out: the request left, and then the answer was
 * lost, the service failed, or the calling thread was interrupted; and sending it again was not
 * sound, or did not help. Read what the service holds, and decide anew.
 *
 * @since 0.1.0
 */
public final class OutcomeUnknownException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(String request, DynatraceException cause) {
    super(
        request, "it is not known whether this was carried out: " + cause.withoutRequest(), cause);
  }
}
