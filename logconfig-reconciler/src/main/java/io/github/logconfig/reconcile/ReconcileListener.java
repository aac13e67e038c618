package io.github.logconfig.reconcile;

/**
 * Hears of every run, for metrics.
 *
 * <p><b>Thread safety:</b> called by any thread that uses the reconciler, at the same time too.
 *
 * @see ReconcilerMetrics
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReconcileListener {

  /**
   * Called when a run has ended and before its report is returned, in the thread that began it.
   * Must be quick. A runtime exception that it throws is passed over: the report of what was
   * written is worth more.
   *
   * @param run the run
   */
  void onRun(RunEvent run);
}
