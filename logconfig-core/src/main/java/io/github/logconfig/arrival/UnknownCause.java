package io.github.logconfig.arrival;

import java.util.Locale;

/**
 * Why a verdict is {@link ArrivalVerdict#UNKNOWN}.
 *
 * @since 0.1.0
 */
public enum UnknownCause {
  /** There is no result: the token lacks a permission. */
  PERMISSION("the token may not read logs"),
  /** There is no query: the environment has no query API. */
  NO_QUERY_API("records cannot be counted: Dynatrace Managed and ActiveGates have no query API"),
  /** There is no result: the query failed. */
  QUERY_FAILED("the query failed"),
  /** The query stopped at its scan limit, or a limit forbids another query. */
  SCAN_LIMIT("the scan limit was reached before all records were read"),
  /** Only a sample of the records was read. */
  SAMPLING("only a sample of the records was read"),
  /** The service reports another reason why records may be missing from the result. */
  INCOMPLETE("the result may be incomplete"),
  /** It is not known which records are those of the cluster. */
  CLUSTER_NOT_TIED("it is not known which records are those of the cluster"),
  /** There are records without the attributes that name their cluster. */
  LEGACY_ATTRIBUTES("there are records that do not name their cluster"),
  /**
   * The rules do not let in all logs of a desired namespace, cover one again that should have
   * stopped, or it is not known whether they do.
   */
  RULES(
      "the rules do not have the desired effect on all logs of the namespace, or this is not"
          + " known"),
  /** A change of the rules may not have taken effect yet. */
  TOO_EARLY("a change of the rules may not have taken effect yet"),
  /** A workload runs, and record-level permissions may hide its records from the token. */
  HIDDEN_RECORDS(
      "a workload runs and no record was seen, but permissions may hide records from the token");

  private final String text;

  UnknownCause(String text) {
    this.text = text;
  }

  /** Returns the cause as a sentence without a period. */
  public String text() {
    return text;
  }

  /** Returns the name of the cause in output, for example {@code scan-limit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
