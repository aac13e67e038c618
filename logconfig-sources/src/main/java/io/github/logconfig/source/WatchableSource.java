package io.github.logconfig.source;

/**
 * A source that tells when it may have changed, so that a loop need not wait for its interval.
 *
 * @since 0.1.0
 */
public interface WatchableSource extends DesiredStateSource {

  /**
   * Watches the source until the result is closed. Interruptions of the connection are mended.
   *
   * @param changed runs whenever another {@link #load} may give something else; it may run several
   *     times for one change, on a thread of the source, and must not block
   * @return the watch
   */
  Watching watch(Runnable changed);

  /**
   * A watch that has begun.
   *
   * @since 0.1.0
   */
  interface Watching extends AutoCloseable {

    /** Ends the watch. Closing twice does nothing more. */
    @Override
    void close();
  }
}
