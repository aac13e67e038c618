package io.github.logconfig.reconcile.loop;

/**
 * Loads the desired state for every round of a {@link ReconcileLoop}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LoopFeed {

  /**
   * Returns the input of the next round. Called on the thread of the loop, which {@link
   * ReconcileLoop#stop} interrupts.
   *
   * @throws FeedException if the desired state is unknown; the round writes nothing, and the loop
   *     continues
   */
  LoopInput next();
}
