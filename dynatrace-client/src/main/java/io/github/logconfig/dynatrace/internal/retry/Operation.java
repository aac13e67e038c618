package io.github.logconfig.dynatrace.internal.retry;

/**
 * An operation of the service, as far as it decides about retries.
 *
 * @param name method and path template
 * @param writes whether it changes anything
 * @param repeatable whether it is idempotent
 */
public record Operation(String name, boolean writes, boolean repeatable) {

  /** Returns an operation that changes nothing. */
  public static Operation read(String name) {
    return new Operation(name, false, true);
  }

  /** Returns a write that is idempotent. */
  public static Operation repeatableWrite(String name) {
    return new Operation(name, true, true);
  }

  /** Returns a write that may be retried only if nothing was written. */
  public static Operation singleWrite(String name) {
    return new Operation(name, true, false);
  }
}
