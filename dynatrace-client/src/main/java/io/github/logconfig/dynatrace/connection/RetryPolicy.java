package io.github.logconfig.dynatrace.connection;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.internal.http.Timeouts;
import java.time.Duration;
import org.immutables.value.Value;

/**
 * How often, and after which pauses, failed requests are retried.
 *
 * <p>Whether a request is retried depends on the cause and on the operation:
 *
 * <ul>
 *   <li>all operations: after failures to connect, but only for {@link #unreachable()};
 *   <li>reads, validations, updates, deletes, and creates of which <i>every</i> object has an
 *       external id: after lost responses, and status 429, 502, 503 and 504;
 *   <li>the same operations after any other status from 500, and after an unreadable response with
 *       a success status, but twice at most, since the cause may be permanent;
 *   <li>other creates: only after status 429, since nothing was written then; any other failure
 *       after the request was sent is an {@link OutcomeUnknownException};
 *   <li>a token file that is empty or cannot be read: twice, since it may be being written;
 *   <li>never: status 400, 401, 403, 404, 409, 412, 501 and 505, untrusted certificates, and
 *       requests that a proxy rejects.
 * </ul>
 *
 * <p>The pause is exponential backoff with full jitter: a random part of a ceiling that doubles
 * with every attempt. If the service sends {@code Retry-After}, in seconds or as a date, the
 * request is retried a little after that time, at most {@link #maxRetryAfter()}; if the service
 * throttles a request that is sent alone, the other requests of the client wait as well. If a pause
 * would end after the total timeout of the operation, the request is not retried.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @see DynatraceClient.Builder#totalTimeout
 * @since 0.1.0
 */
@Value.Immutable
public interface RetryPolicy {

  /**
   * Retries until the total timeout, with pauses of up to 200 ms at first, and up to 30 s later.
   */
  RetryPolicy DEFAULT = builder().build();

  /** Does not retry. */
  RetryPolicy NONE = builder().maxAttempts(1).build();

  /**
   * Returns the maximum number of attempts, the first one included.
   *
   * @return at least 1; unlimited by default, so that only the total timeout applies
   */
  @Value.Default
  default int maxAttempts() {
    return Integer.MAX_VALUE;
  }

  /**
   * Returns the ceiling of the first pause.
   *
   * @return more than zero, 200 ms by default
   */
  @Value.Default
  default Duration initialDelay() {
    return Duration.ofMillis(200);
  }

  /**
   * Returns the ceiling of every pause.
   *
   * @return at least {@link #initialDelay()}, 30 seconds by default
   */
  @Value.Default
  default Duration maxDelay() {
    return Duration.ofSeconds(30);
  }

  /**
   * Returns the longest {@code Retry-After} that is honored.
   *
   * @return zero or more, 2 minutes by default
   */
  @Value.Default
  default Duration maxRetryAfter() {
    return Duration.ofMinutes(2);
  }

  /**
   * Returns how long a host that cannot be reached is tried: an unknown host, a refused connection,
   * a proxy that cannot be connected to, or a connection without TLS. The connection of one attempt
   * takes no longer, either.
   *
   * @return more than zero, 12 seconds by default, so that a program ends within 15 seconds; the
   *     total timeout applies as well
   */
  @Value.Default
  default Duration unreachable() {
    return Duration.ofSeconds(12);
  }

  private void check() {
    if (maxAttempts() < 1) {
      throw new InvalidArgumentException(
          "number of attempts", Integer.toString(maxAttempts()), "at least 1");
    }
    Timeouts.requirePositive("initial delay", initialDelay());
    if (maxDelay().compareTo(initialDelay()) < 0) {
      throw new InvalidArgumentException(
          "longest delay", maxDelay().toString(), "at least the initial delay " + initialDelay());
    }
    Timeouts.requireBounded("longest delay", maxDelay());
    Timeouts.requirePositive("time for a host that cannot be reached", unreachable());
    if (maxRetryAfter().isNegative()) {
      throw new InvalidArgumentException(
          "longest Retry-After", maxRetryAfter().toString(), "zero or more");
    }
  }

  /**
   * Starts a new policy.
   *
   * @return a builder with the defaults
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds policies. Not thread-safe. */
  final class Builder extends ImmutableRetryPolicy.Builder {
    Builder() {}

    /**
     * Returns the policy.
     *
     * @return the policy
     * @throws InvalidArgumentException if a value is out of range
     */
    @Override
    public RetryPolicy build() {
      RetryPolicy policy = super.build();
      policy.check();
      return policy;
    }
  }
}
