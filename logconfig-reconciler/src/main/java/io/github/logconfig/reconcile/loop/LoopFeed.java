package io.github.logconfig.reconcile.loop;

/**
 * Reads the desired state anew for every round of a {@link ReconcileLoop}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LoopFeed {

  /**
   * What is wanted now. Called on the loop's thread, which is interrupted when the loop is stopped.
   *
   * @return the input of the next round
   * @throws FeedException if nothing is known of what is wanted; the round then writes nothing, and
   *     the loop goes on
   */
  LoopInput next();
}
