package io.github.logconfig.dynatrace.query;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A query that has been started.
 *
 * <p><b>Thread safety:</b> not thread-safe.
 *
 * @since 0.1.0
 */
public interface RunningQuery {

  /**
   * Waits for the result. The service keeps a result for about a minute, so poll regularly.
   *
   * @param wait how long to wait at most, from 1 millisecond
   * @return the result; empty if the query is still running
   * @throws QueryFailedException if the query has failed or was cancelled, or if its result is gone
   */
  Optional<QueryResult> poll(Duration wait);

  /**
   * Returns how far the query is, according to the last response.
   *
   * @return a percentage; empty if the service names none
   */
  OptionalInt progress();

  /**
   * Cancels the query unless it has finished. Does not throw: a failure is logged, and the query
   * then ends at its scan limit or its timeout. An interrupt of the thread does not prevent it.
   */
  void cancel();
}
