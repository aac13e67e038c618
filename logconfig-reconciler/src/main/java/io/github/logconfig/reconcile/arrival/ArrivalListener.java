package io.github.logconfig.reconcile.arrival;

import io.github.logconfig.model.EnvironmentName;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Listener for the progress of a verification.
 *
 * <p><b>Thread safety:</b> called by worker threads, possibly concurrently.
 *
 * @since 0.1.0
 */
public interface ArrivalListener {

  /** Ignores everything. */
  ArrivalListener NONE = new ArrivalListener() {};

  /**
   * Called before the verification waits for a change of the rules to take effect.
   *
   * @param pause how long it waits
   */
  default void onWait(Duration pause) {}

  /** Called when a wait is over. The rules are read next. */
  default void onResume() {}

  /**
   * Called before a query is sent.
   *
   * @param environment the environment
   * @param query what the query reads, and what it may cost
   */
  default void onQuery(EnvironmentName environment, Query query) {}

  /**
   * Called before running workloads are read, because a query has seen no record of some
   * namespaces.
   *
   * @param environment the environment
   * @param clusters the number of clusters to read
   */
  default void onWorkloads(EnvironmentName environment, int clusters) {}

  /**
   * A query that is about to be sent.
   *
   * @param window the time range that it reads
   * @param scanLimitGiB how much it may scan; 0 if it reads a metric, which is not charged
   * @param expectedBytes what it is expected to scan, from an earlier query of the same
   *     verification; empty if there was none
   */
  record Query(Duration window, int scanLimitGiB, OptionalLong expectedBytes) {}
}
