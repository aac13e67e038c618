package io.github.logconfig.simulator;

import java.util.List;
import java.util.Map;

/**
 * How the simulated environment executes DQL queries.
 *
 * <p><b>Thread safety:</b> immutable; every change returns a copy.
 *
 * @param polls how often a client has to poll until a query has finished; 0 if the first response
 *     contains the result
 * @param samplingRatio the sampling ratio of queries that name none; 1 reads every record
 * @param failing whether queries that are polled end in the state {@code FAILED}
 * @param missingPermissions permissions that the user of every token lacks, for example {@code
 *     storage:logs:read}: queries are answered with 403
 * @param bytesPerDay size of the records that other sources write, by bucket: queries scan them as
 *     well
 * @param metrics metrics that count the records of all workloads, also of hidden ones
 * @since 0.1.0
 */
public record SimulatedQueries(
    int polls,
    int samplingRatio,
    boolean failing,
    List<String> missingPermissions,
    Map<String, Long> bytesPerDay,
    List<String> metrics) {

  /** Queries that finish at once, read every record, and scan simulated workloads only. */
  public static final SimulatedQueries DEFAULT =
      new SimulatedQueries(0, 1, false, List.of(), Map.of(), List.of());

  private static final int MOST_POLLS = 1_000;
  private static final int MOST_SAMPLING = 100_000;
  private static final long MOST_BYTES = 1_000_000_000_000_000_000L;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public SimulatedQueries {
    missingPermissions = List.copyOf(missingPermissions);
    bytesPerDay = Map.copyOf(bytesPerDay);
    metrics = List.copyOf(metrics);
    requireWithin("polls", polls, 0, MOST_POLLS);
    requireWithin("samplingRatio", samplingRatio, 1, MOST_SAMPLING);
    bytesPerDay.forEach((bucket, bytes) -> requireWithin(bucket, bytes, 0, MOST_BYTES));
  }

  /** Returns a copy with another number of polls. */
  public SimulatedQueries polls(int count) {
    return new SimulatedQueries(
        count, samplingRatio, failing, missingPermissions, bytesPerDay, metrics);
  }

  /** Returns a copy with another sampling ratio. */
  public SimulatedQueries samplingRatio(int ratio) {
    return new SimulatedQueries(polls, ratio, failing, missingPermissions, bytesPerDay, metrics);
  }

  /** Returns a copy whose queries fail while they are polled. */
  public SimulatedQueries failing(boolean fails) {
    return new SimulatedQueries(
        polls, samplingRatio, fails, missingPermissions, bytesPerDay, metrics);
  }

  /** Returns a copy with other missing permissions. */
  public SimulatedQueries missingPermissions(String... permissions) {
    return new SimulatedQueries(
        polls, samplingRatio, failing, List.of(permissions), bytesPerDay, metrics);
  }

  /** Returns a copy whose queries scan these bytes of each bucket, too. */
  public SimulatedQueries bytesPerDay(Map<String, Long> others) {
    return new SimulatedQueries(polls, samplingRatio, failing, missingPermissions, others, metrics);
  }

  /** Returns a copy with other metrics that count records. */
  public SimulatedQueries metrics(String... keys) {
    return new SimulatedQueries(
        polls, samplingRatio, failing, missingPermissions, bytesPerDay, List.of(keys));
  }

  private static void requireWithin(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " " + value + " is not from " + least + " to " + most);
    }
  }
}
