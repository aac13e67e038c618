package io.github.logconfig.reconcile;

/**
 * Nothing can be said of what is wanted, so nothing must be written.
 *
 * @since 0.1.0
 */
public final class FeedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /**
   * Says why.
   *
   * @param failure why, and of what sort that is
   */
  public FeedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /**
   * Why nothing is known.
   *
   * @return the failure
   */
  public Failure failure() {
    return failure;
  }
}
