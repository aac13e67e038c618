package io.github.logconfig.dynatrace.internal.retry;

import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.connection.Waiting;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure.RetryPotential;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats an attempt as long as {@link RetryDecision} says so. */
public final class RetryLoop {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.logconfig.dynatrace");

  private final RetryPolicy policy;
  private final Timing timing;
  private final OngoingOperations ongoing;

  public RetryLoop(RetryPolicy policy, Timing timing) {
    this.policy = policy;
    this.timing = timing;
    this.ongoing = new OngoingOperations(timing);
  }

  /** Returns what the operation that began first waits for; empty if there is none. */
  public Optional<Waiting> waiting() {
    return ongoing.waiting();
  }

  /** One attempt of an operation. */
  public interface Attempt<T> {

    /**
     * Makes the attempt.
     *
     * @param number 1 for the first
     */
    T run(int number) throws HttpFailure;
  }

  /** Makes attempts until one succeeds or must not be retried. */
  public <T> T run(Operation operation, Deadline deadline, Attempt<T> attempt)
      throws OperationFailed {
    OngoingOperations.Ongoing begun = ongoing.begin(operation);
    try {
      T result = run(operation, deadline, attempt, begun);
      ongoing.succeeded();
      return result;
    } finally {
      ongoing.end(begun);
    }
  }

  private <T> T run(
      Operation operation, Deadline deadline, Attempt<T> attempt, OngoingOperations.Ongoing begun)
      throws OperationFailed {
    int doubtful = 0;
    boolean earlierMayHaveHappened = false;
    long reachable = timing.nanoTime();
    for (int number = 1; ; number++) {
      begun.attempt(number);
      long begin = timing.nanoTime();
      try {
        return attempt.run(number);
      } catch (HttpFailure failure) {
        long now = timing.nanoTime();
        reachable = failure.retryPotential() == RetryPotential.UNREACHABLE ? reachable : now;
        RetryDecision decision =
            RetryDecision.decide(
                failure,
                new RetryDecision.State(
                    operation,
                    number,
                    doubtful,
                    Duration.ofNanos(now - reachable),
                    Duration.ofNanos(now - begin),
                    deadline.remaining(),
                    timing.random()),
                policy);
        if (!decision.retries()) {
          LOG.debug("{}: not retried: {}", operation.name(), decision.reason());
          throw new OperationFailed(failure, number, earlierMayHaveHappened);
        }
        LOG.info(
            "{}: attempt {} failed ({}), next one in {} ms",
            operation.name(),
            number,
            failure.getMessage(),
            decision.pause().toMillis());
        begun.failed(failure);
        doubtful += failure.retryPotential() == RetryPotential.DOUBTFUL ? 1 : 0;
        boolean mayHaveHappened = earlierMayHaveHappened || failure.mayHaveHappened();
        try {
          sleep(decision.pause());
        } catch (HttpFailure interrupted) {
          throw new OperationFailed(interrupted, number, mayHaveHappened);
        }
        earlierMayHaveHappened = mayHaveHappened;
      }
    }
  }

  /** Pauses as after so many failed attempts, at most until the deadline. */
  public void pause(int attempts, Deadline deadline) throws HttpFailure {
    Duration pause = RetryDecision.backoff(attempts, timing.random(), policy);
    Duration left = deadline.remaining();
    sleep(pause.compareTo(left) < 0 ? pause : left);
  }

  /** Pauses. */
  public void sleep(Duration pause) throws HttpFailure {
    try {
      timing.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(false);
    }
  }
}
