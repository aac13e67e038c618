package io.github.logconfig.dynatrace;

import java.time.Duration;
import org.immutables.value.Value;

/**
 * How often and after which pauses a request is sent again.
 *
 * <p>What is sent again depends on the cause and on the operation:
 *
 * <ul>
 *   <li>reads, validations, updates, deletes, and creates of which <i>every</i> object has an
 *       external id: after failures to connect, lost answers, and status 429, 502, 503 and 504;
 *   <li>the same after status 500 and others above, and after an answer that says success and
 *       cannot be read, but twice at most: it may have been chance, or come again for ever;
 *   <li>other creates: only after failures to connect and status 429, since nothing was written
 *       then; anything else ends in an {@link OutcomeUnknownException};
 *   <li>a token file that is empty or cannot be read: looked at again twice, since it may be being
 *       written;
 *   <li>never: status 400, 401, 403, 404, 409, 412, 501 and 505, certificates that are not trusted,
 *       and proxies that refuse.
 * </ul>
 *
 * <p>The pause is a random part ("full jitter") of a ceiling that doubles with every attempt. If
 * the service says how long to wait, in seconds or as a date, the pause is that, cut at {@link
 * #maxRetryAfter()}, and a little more. A pause that would end behind the total timeout of the
 * operation is not begun.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @see DynatraceClient.Builder#totalTimeout
 * @since 0.1.0
 */
@Value.Immutable
public interface RetryPolicy {

  /** Repeats until the total timeout, with pauses of up to 200 ms at first, then up to 30 s. */
  RetryPolicy DEFAULT = builder().build();

  /** Sends every request once. */
  RetryPolicy NONE = builder().maxAttempts(1).build();

  /**
   * How often a request is sent at most, the first time included.
   *
   * @return at least 1; without bound by default, so that only the total timeout counts
   */
  @Value.Default
  default int maxAttempts() {
    return Integer.MAX_VALUE;
  }

  /**
   * The ceiling of the first pause.
   *
   * @return more than zero, 200 ms by default
   */
  @Value.Default
  default Duration initialDelay() {
    return Duration.ofMillis(200);
  }

  /**
   * The ceiling of every pause.
   *
   * @return at least {@link #initialDelay()}, 30 seconds by default
   */
  @Value.Default
  default Duration maxDelay() {
    return Duration.ofSeconds(30);
  }

  /**
   * The longest that the service can make the client wait by a {@code Retry-After} header.
   *
   * @return zero or more, 2 minutes by default
   */
  @Value.Default
  default Duration maxRetryAfter() {
    return Duration.ofMinutes(2);
  }

  /**
   * Checks the bounds.
   *
   * @throws InvalidArgumentException if one of the values is out of its bounds
   */
  @Value.Check
  default void check() {
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
  }
}
