package io.github.logconfig.dynatrace;

/**
 * Hears of every request, for metrics.
 *
 * <p><b>Thread safety:</b> called by any thread that uses the client, at the same time too.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestListener {

  /**
   * Called when an attempt has ended, in the thread that made it. Must be quick; what it throws
   * ends the operation.
   *
   * @param event the attempt
   */
  void onRequest(RequestEvent event);
}
