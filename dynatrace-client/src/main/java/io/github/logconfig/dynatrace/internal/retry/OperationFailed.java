package io.github.logconfig.dynatrace.internal.retry;

/** An operation that was given up, after one attempt or many. */
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

  /** How the last attempt ended. */
  public HttpFailure failure() {
    return failure;
  }

  /** How many attempts there were. */
  public int attempts() {
    return attempts;
  }

  /** Whether an attempt before the last one may have been carried out. */
  public boolean earlierMayHaveHappened() {
    return earlierMayHaveHappened;
  }

  /** Whether any attempt may have been carried out. */
  public boolean mayHaveHappened() {
    return earlierMayHaveHappened || failure.mayHaveHappened();
  }
}
