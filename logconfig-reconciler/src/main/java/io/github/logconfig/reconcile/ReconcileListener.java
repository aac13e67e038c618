package io.github.logconfig.reconcile;

import io.github.logconfig.reconcile.arrival.ArrivalReport;

/**
 * Listener that is notified of every run, for example to record metrics.
 *
 * <p><b>Thread safety:</b> called by every thread that uses the reconciler, possibly concurrently.
 *
 * @see ReconcilerMetrics
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReconcileListener {

  /**
   * Called by the thread of the run, after its end and before its report is returned. Must return
   * quickly. Runtime exceptions are ignored.
   */
  void onRun(RunEvent run);

  /** Called as {@link #onRun} after a verification that logs arrive. */
  default void onArrival(ArrivalReport report) {}
}
