package io.github.logconfig.dynatrace.internal.retry;

/**
 * An operation of the service, as far as it decides about retries.
 *
 * @param name method and path template
 * @param writes whether it changes anything
 * @param repeatable whether it is idempotent
 * @param queryApi whether it belongs to the query API instead of the Environment API
 */
public record Operation(String name, boolean writes, boolean repeatable, boolean queryApi) {

  /** Returns an operation that changes nothing. */
  public static Operation read(String name) {
    return new Operation(name, false, true, false);
  }

  /** Returns a write that is idempotent. */
  public static Operation repeatableWrite(String name) {
    return new Operation(name, true, true, false);
  }

  /** Returns a write that may be retried only if nothing was written. */
  public static Operation singleWrite(String name) {
    return new Operation(name, true, false, false);
  }

  /** Returns an operation of the query API. It changes nothing, but may be charged. */
  public static Operation query(String name, boolean repeatable) {
    return new Operation(name, false, repeatable, true);
  }
}
