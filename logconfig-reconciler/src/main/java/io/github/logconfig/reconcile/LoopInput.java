package io.github.logconfig.reconcile;

import io.github.logconfig.model.DesiredState;

/**
 * What one round of a {@link ReconcileLoop} is about.
 *
 * @param fleet what is known to be wanted, and what of it could not be read; if it is not known
 *     which cluster a broken part is about, the round takes nothing away anywhere
 * @param reconciler brings it about; has a client for every environment in which something is
 *     wanted
 * @param revision which state of the source this is, for people; empty if the source does not say
 * @since 0.1.0
 */
public record LoopInput(DesiredFleet fleet, Reconciler reconciler, String revision) {

  /**
   * The input of a round in which everything is known.
   *
   * @param desired all that is wanted
   * @param reconciler brings it about
   * @return the input
   */
  public static LoopInput of(DesiredState desired, Reconciler reconciler) {
    return new LoopInput(DesiredFleet.whole(desired), reconciler, "");
  }
}
