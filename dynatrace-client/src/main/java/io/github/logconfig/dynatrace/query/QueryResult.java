package io.github.logconfig.dynatrace.query;

import java.util.List;

/**
 * The result of a query.
 *
 * @param records the records, in the order of the query
 * @param metadata what the query has read, and what it has left out
 * @since 0.1.0
 */
public record QueryResult(List<QueryRecord> records, QueryMetadata metadata) {

  /** Copies the records. */
  public QueryResult {
    records = List.copyOf(records);
  }
}
