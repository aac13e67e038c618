package io.github.logconfig.reconcile;

/**
 * Listener for the progress of a run.
 *
 * <p><b>Thread safety:</b> called by worker threads, possibly concurrently.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RunProgress {

  /** The phases of a run. */
  enum Phase {
    /** Counts environments that were read or failed. */
    READING,
    /** Counts clusters with changes that are done or have failed. */
    WRITING
  }

  /**
   * Called when another item is done. Must return quickly and must not throw.
   *
   * @param done the number of items that are done, from 1
   * @param total the number of items of this phase
   */
  void onProgress(Phase phase, int done, int total);
}
