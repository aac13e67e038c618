package io.github.logconfig.source;

/**
 * A source that reports possible changes, so that a loop need not wait for its interval.
 *
 * @since 0.1.0
 */
public interface WatchableSource extends DesiredStateSource {

  /**
   * Watches the source until the result is closed. Interrupted connections are reopened.
   *
   * @param changed called when the next {@link #load} may return another state; it may be called
   *     several times for one change, runs on a thread of the source, and must not block
   */
  Watching watch(Runnable changed);

  /**
   * A running watch.
   *
   * @since 0.1.0
   */
  interface Watching extends AutoCloseable {

    /** Ends the watch. Idempotent. */
    @Override
    void close();
  }
}
