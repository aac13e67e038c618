package io.github.logconfig.reconcile;

/**
 * Hears how far a run is, for people who wait.
 *
 * <p><b>Thread safety:</b> called by the threads that do the work, at the same time too.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RunProgress {

  /** What is counted. */
  enum Phase {
    /** Environments that have been read, or could not be. */
    READING,
    /** Clusters with something to write that are done, or have failed. */
    WRITING
  }

  /**
   * Called when one more is done. Must be quick, and not throw.
   *
   * @param phase what is counted
   * @param done how many are done, from 1
   * @param total how many there are in this phase
   */
  void onProgress(Phase phase, int done, int total);
}
