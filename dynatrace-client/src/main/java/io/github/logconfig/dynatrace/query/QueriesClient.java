package io.github.logconfig.dynatrace.query;

import io.github.logconfig.dynatrace.CallInterruptedException;
import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.InvalidRequestException;
import io.github.logconfig.dynatrace.PermissionDeniedException;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.SettingsClient;

/**
 * Runs queries in one environment. Requires a platform token or an OAuth client: the query API does
 * not accept API tokens. Reading logs needs the token scopes {@link TokenScope#LOGS_READ} and
 * {@link TokenScope#BUCKETS_READ}. Record-level permissions hide rows silently.
 *
 * <p>Reading logs is charged by scanned bytes, also if the result is empty. Each query has a scan
 * limit, and all queries of a client share a {@link ScanBudget}.
 *
 * <p>The request that starts a query is retried only if the service has not started the query: a
 * query that runs twice is charged twice. Other requests are retried as described by {@link
 * RetryPolicy}. Beside the exceptions listed here, methods throw what {@link SettingsClient}
 * throws.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public interface QueriesClient {

  /**
   * Runs a query, and waits for its result. If the calling thread is interrupted, if the timeout of
   * the query passes, or if the result cannot be read, the query is cancelled on the service. An
   * interrupt that arrives before the service has named the query, which takes about 0.1 seconds,
   * leaves the query running until its scan limit or its timeout.
   *
   * @param query the query
   * @return the result; it may be incomplete, see {@link QueryMetadata#isComplete}
   * @throws CredentialsException if the client sends an API token, or the environment has no query
   *     API; nothing has been sent
   * @throws ScanBudgetExceededException if the scan limit of the query exceeds what is left of the
   *     budget; nothing has been sent
   * @throws PermissionDeniedException if the token lacks a scope or a permission, which {@link
   *     PermissionDeniedException#missingScopes} names
   * @throws InvalidRequestException if the service rejects the query
   * @throws QueryFailedException if the query fails, or does not finish in time
   * @throws CallInterruptedException if the calling thread is interrupted
   */
  default QueryResult execute(DqlQuery query) {
    throw new UnsupportedOperationException("execute");
  }

  /**
   * Starts a query.
   *
   * @param query the query
   * @return the query, which may have finished already; the caller polls or cancels it
   * @throws CredentialsException as {@link #execute}
   * @throws ScanBudgetExceededException as {@link #execute}
   * @throws PermissionDeniedException as {@link #execute}
   * @throws InvalidRequestException if the service rejects the query
   */
  default RunningQuery start(DqlQuery query) {
    throw new UnsupportedOperationException("start");
  }

  /**
   * Returns the budget of the client.
   *
   * @return always the same instance
   */
  default ScanBudget budget() {
    throw new UnsupportedOperationException("budget");
  }
}
