package io.github.logconfig.arrival;

/**
 * What is known about the arrival of the logs of one namespace of one cluster.
 *
 * @since 0.1.0
 */
public enum ArrivalVerdict {
  /** A record of this namespace and cluster was seen that was written after the change. */
  ARRIVES,
  /** The rules let the logs in, no record was seen, and no running workload is known. */
  SILENT,
  /** A workload is known to run, all delays have passed, and no record was seen. */
  MISSING,
  /** The logs should have stopped, and a record was seen that was written after that. */
  LEAKS,
  /** Not known; an {@link UnknownCause} says why. */
  UNKNOWN
}
