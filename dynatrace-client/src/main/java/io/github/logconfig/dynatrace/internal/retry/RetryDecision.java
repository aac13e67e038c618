package io.github.logconfig.dynatrace.internal.retry;

import io.github.logconfig.dynatrace.connection.RetryPolicy;
import java.time.Duration;

/**
 * Whether a failed attempt is retried, and after which pause.
 *
 * @param retries whether there is another attempt
 * @param pause how long to wait before it; zero if there is none
 * @param reason why, for the log
 */
public record RetryDecision(boolean retries, Duration pause, String reason) {

  /** How many attempts may fail in a way that is not likely to pass. */
  private static final int MAX_DOUBTFUL = 3;

  private static final int MAX_DOUBLINGS = 30;
  private static final int OVERLOADED = 503;

  /**
   * What is known when an attempt has failed.
   *
   * @param operation the operation
   * @param attempts how many attempts there were, the failed one included
   * @param doubtful how many of the earlier ones failed in a way that is not likely to pass
   * @param unreachable how long the host cannot be reached
   * @param attempt how long the failed attempt took
   * @param remaining the time until the deadline
   * @param random from 0 to below 1
   */
  public record State(
      Operation operation,
      int attempts,
      int doubtful,
      Duration unreachable,
      Duration attempt,
      Duration remaining,
      double random) {}

  /** Decides what follows a failure. Pure: chance and time are part of the state. */
  public static RetryDecision decide(HttpFailure failure, State state, RetryPolicy policy) {
    if (!state.operation().repeatable()
        && failure.mayHaveHappened()
        && !isOverloadedForQuery(failure, state.operation())) {
      return giveUp("the request may have been carried out and is not idempotent");
    }
    switch (failure.retryPotential()) {
      case NONE -> {
        return giveUp("a retry would fail as well");
      }
      case DOUBTFUL -> {
        if (state.doubtful() + 1 >= MAX_DOUBTFUL) {
          return giveUp("it failed like this " + MAX_DOUBTFUL + " times");
        }
      }
      case UNREACHABLE, LIKELY -> {
        // limited by time only
      }
    }
    if (state.attempts() >= policy.maxAttempts()) {
      return giveUp("attempt " + state.attempts() + " was the last one allowed");
    }
    Duration pause = pause(failure, state, policy);
    // the next attempt probably takes as long as the last one
    if (failure.retryPotential() == HttpFailure.RetryPotential.UNREACHABLE
        && state.unreachable().plus(pause).plus(state.attempt()).compareTo(policy.unreachable())
            > 0) {
      return giveUp("there was no connection for " + state.unreachable().toMillis() + " ms");
    }
    return pause.compareTo(state.remaining()) >= 0
        ? giveUp("the next attempt would start after the deadline")
        : new RetryDecision(true, pause, "");
  }

  /** An overloaded service has not started the query; a query that runs twice is charged twice. */
  private static boolean isOverloadedForQuery(HttpFailure failure, Operation operation) {
    return operation.queryApi()
        && failure instanceof HttpFailure.Refused refused
        && refused.status() == OVERLOADED;
  }

  private static RetryDecision giveUp(String reason) {
    return new RetryDecision(false, Duration.ZERO, reason);
  }

  private static Duration pause(HttpFailure failure, State state, RetryPolicy policy) {
    Duration requested = failure.retryAfter().orElse(Duration.ZERO);
    if (requested.isZero() || requested.isNegative()) {
      return backoff(state.attempts(), state.random(), policy);
    }
    // a little more than requested, so that not all clients return at the same moment
    Duration jitter = Duration.ofNanos((long) (state.random() * policy.initialDelay().toNanos()));
    return capped(requested, policy).plus(jitter);
  }

  /** Returns how long the service may make the client wait. */
  static Duration capped(Duration retryAfter, RetryPolicy policy) {
    return retryAfter.compareTo(policy.maxRetryAfter()) > 0 ? policy.maxRetryAfter() : retryAfter;
  }

  /** Returns an exponential backoff with full jitter. */
  static Duration backoff(int attempts, double random, RetryPolicy policy) {
    int doublings = Math.min(attempts - 1, MAX_DOUBLINGS);
    double ceiling =
        Math.min(
            (double) policy.maxDelay().toNanos(),
            policy.initialDelay().toNanos() * Math.pow(2, doublings));
    return Duration.ofNanos((long) (random * ceiling));
  }
}
