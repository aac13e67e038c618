package io.github.logconfig.reconcile;

/**
 * A plan document that cannot be used: it is not one, it is of a version that this program does not
 * know, or it is of somebody else.
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
