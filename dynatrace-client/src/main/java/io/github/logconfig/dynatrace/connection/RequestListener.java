package io.github.logconfig.dynatrace.connection;

/**
 * Is notified of every attempt, for metrics.
 *
 * <p><b>Thread safety:</b> called concurrently by all threads that use the client.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestListener {

  /**
   * Called by the thread of the caller when an attempt has completed. Must be fast; an exception
   * fails the operation.
   *
   * @param event the attempt
   */
  void onRequest(RequestEvent event);
}
