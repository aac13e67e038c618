package io.github.logconfig.reconcile.loop;

import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.rollout.Rollout;
import java.util.Optional;

/**
 * Input of one round of a {@link ReconcileLoop}.
 *
 * @param fleet the desired state with the problems of its source
 * @param reconciler applies the state; knows every environment of the desired state, those without
 *     a client as {@linkplain Reconciler.Builder#unusable unusable}
 * @param revision the revision of the source, for readers; empty if the source has none
 * @param rollout the stages to apply one after the other; empty to apply everything at once
 * @since 0.1.0
 */
public record LoopInput(
    DesiredFleet fleet, Reconciler reconciler, String revision, Optional<Rollout> rollout) {

  /** Creates an input that is applied at once. */
  public LoopInput(DesiredFleet fleet, Reconciler reconciler, String revision) {
    this(fleet, reconciler, revision, Optional.empty());
  }

  /** Returns the input for a complete desired state. */
  public static LoopInput of(DesiredState desired, Reconciler reconciler) {
    return new LoopInput(DesiredFleet.whole(desired), reconciler, "");
  }
}
