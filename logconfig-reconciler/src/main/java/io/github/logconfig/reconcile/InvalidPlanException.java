package io.github.logconfig.reconcile;

/**
 * Thrown if a plan document cannot be used: it is malformed, has an unsupported version, or belongs
 * to another owner.
 *
 * @since 0.1.0
 */
public final class InvalidPlanException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public InvalidPlanException(String message) {
    super(message);
  }
}
