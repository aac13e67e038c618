package io.github.logconfig.dynatrace.internal.retry;

/** An operation failed, after one or more attempts. */
public final class OperationFailed extends Exception {

  private static final long serialVersionUID = 1L;

  private final HttpFailure failure;
  private final int attempts;
  private final boolean earlierMayHaveHappened;

  public OperationFailed(HttpFailure failure, int attempts, boolean earlierMayHaveHappened) {
    super(failure.getMessage(), failure);
    this.failure = failure;
    this.attempts = attempts;
    this.earlierMayHaveHappened = earlierMayHaveHappened;
  }

  /** Returns the failure of the last attempt. */
  public HttpFailure failure() {
    return failure;
  }

  /** Returns the number of attempts. */
  public int attempts() {
    return attempts;
  }

  /** Returns whether an attempt before the last one may have been carried out. */
  public boolean earlierMayHaveHappened() {
    return earlierMayHaveHappened;
  }

  /** Returns whether any attempt may have been carried out. */
  public boolean mayHaveHappened() {
    return earlierMayHaveHappened || failure.mayHaveHappened();
  }
}
