package io.github.logconfig.reconcile.loop;

import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Reconciler;

/**
 * What one round of a {@link ReconcileLoop} is about.
 *
 * @param fleet the desired state with the problems of its source
 * @param reconciler applies it; knows every environment of the desired state, those without a
 *     client as {@linkplain Reconciler.Builder#unusable unusable}
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
