package io.github.logconfig.dynatrace;

/**
 * Somebody else changed the object since it was read (status 409 or 412): read it again and decide
 * anew.
 *
 * @since 0.1.0
 */
public final class ConcurrentModificationConflict extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  ConcurrentModificationConflict(String request, Refusal refusal) {
    super(request, refusal);
  }
}
