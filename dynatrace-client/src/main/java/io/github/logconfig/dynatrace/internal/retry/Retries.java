package io.github.logconfig.dynatrace.internal.retry;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats an attempt as long as its failure is transient, the operation may be repeated, and the
 * deadline leaves time for the pause.
 */
public final class Retries {

  /** How many attempts may end in a failure that is not likely to pass. */
  private static final int MOST_UNLIKELY = 3;

  private static final Logger LOG = LoggerFactory.getLogger("io.github.logconfig.dynatrace");

  private final Backoff backoff;
  private final Timing timing;

  public Retries(Backoff backoff, Timing timing) {
    this.backoff = backoff;
    this.timing = timing;
  }

  /** One attempt; its number begins at 1. */
  public interface Attempt<T> {
    T run(int number) throws HttpFailure;
  }

  public <T> T run(Operation operation, Deadline deadline, Attempt<T> attempt)
      throws OperationFailed {
    Progress progress = new Progress(operation, deadline);
    RetryPolicy<T> policy =
        RetryPolicy.<T>builder()
            .handle(HttpFailure.class)
            .abortOn(progress::isLast)
            .withMaxAttempts(-1)
            .build();
    try {
      return Failsafe.with(policy)
          .get(
              context -> {
                progress.waitForTurn();
                return attempt.run(progress.attempts);
              });
    } catch (FailsafeException e) {
      if (e.getCause() instanceof HttpFailure failure) {
        throw new OperationFailed(failure, progress.attempts, progress.earlierMayHaveHappened);
      }
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw new OperationFailed(
            new HttpFailure.Interrupted(false), progress.attempts, progress.mayHaveHappened);
      }
      throw e;
    }
  }

  /** Pauses as after so many failed attempts, at most until the deadline. */
  public void pause(int attempts, Deadline deadline) throws HttpFailure {
    Duration pause = backoff.pause(attempts, timing);
    Duration left = deadline.remaining();
    sleep(pause.compareTo(left) < 0 ? pause : left);
  }

  private void sleep(Duration pause) throws HttpFailure {
    try {
      timing.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(false);
    }
  }

  /** What is known of one operation between its attempts. */
  private final class Progress {

    private final Operation operation;
    private final Deadline deadline;
    private Duration pause = Duration.ZERO;
    private int attempts;
    private int unlikely;
    private boolean mayHaveHappened;
    private boolean earlierMayHaveHappened;

    Progress(Operation operation, Deadline deadline) {
      this.operation = operation;
      this.deadline = deadline;
    }

    /** Failsafe would sleep on the real clock, so the pause is made at the head of an attempt. */
    void waitForTurn() throws HttpFailure {
      if (attempts > 0) {
        sleep(pause);
      }
      attempts++;
    }

    private boolean isHoped(HttpFailure failure) {
      return switch (failure.hope()) {
        case NONE -> false;
        case LITTLE -> ++unlikely < MOST_UNLIKELY;
        case GOOD -> true;
      };
    }

    boolean isLast(Throwable thrown) {
      if (!(thrown instanceof HttpFailure failure)) {
        return true;
      }
      earlierMayHaveHappened = mayHaveHappened;
      mayHaveHappened |= failure.mayHaveHappened();
      boolean allowed = operation.repeatable() || !failure.mayHaveHappened();
      if (!allowed || !isHoped(failure) || attempts >= backoff.maxAttempts()) {
        return true;
      }
      pause = backoff.pause(failure, attempts, timing);
      if (pause.compareTo(deadline.remaining()) >= 0) {
        return true;
      }
      LOG.info(
          "{}: attempt {} failed ({}), next one in {} ms",
          operation.name(),
          attempts,
          failure.getMessage(),
          pause.toMillis());
      return false;
    }
  }
}
