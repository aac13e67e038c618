package io.github.logconfig.reconcile.arrival;

import io.github.logconfig.arrival.ArrivalDelays;
import io.github.logconfig.arrival.WorkloadEvidence;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.reconcile.PlanReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How to verify that logs arrive.
 *
 * <p><b>Thread safety:</b> immutable; every change returns a copy.
 *
 * @param scanLimitGiB how much all queries of one environment may scan together, 1 to 1,000,000 GiB
 * @param window the time range to read if no rule was changed in it, 5 minutes to 24 hours
 * @param longestWait how long to wait at most for a change of the rules to take effect; zero to
 *     query at once
 * @param applied the plan that was applied, whose effects are expected; empty if none
 * @param appliedAt when it had been applied, by the clock of the service; empty if just now
 * @param countsMetric the key of a metric that counts the records, which is read instead of the
 *     records; empty to read the records
 * @param workloads which namespaces have running workloads
 * @param seesAllRecords whether no record-level permission hides records from the token
 * @param delays how long a change takes to be seen
 * @param listener the listener for the progress
 * @since 0.1.0
 */
public record ArrivalOptions(
    int scanLimitGiB,
    Duration window,
    Duration longestWait,
    Optional<PlanReport> applied,
    Optional<Instant> appliedAt,
    Optional<String> countsMetric,
    WorkloadSource workloads,
    boolean seesAllRecords,
    ArrivalDelays delays,
    ArrivalListener listener) {

  /** The default scan limit in GiB. */
  public static final int DEFAULT_SCAN_LIMIT = 10;

  private static final int MAX_SCAN_LIMIT = 1_000_000;
  private static final Duration MIN_WINDOW = Duration.ofMinutes(5);
  private static final Duration MAX_WINDOW = Duration.ofHours(24);
  private static final Duration MAX_WAIT = Duration.ofHours(24);

  /** Metric keys of the service; nothing in them needs to be escaped in a query. */
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,249}");

  /** Reads the records of the last 10 minutes, scans up to 10 GiB, and waits up to 15 minutes. */
  public static final ArrivalOptions DEFAULT =
      new ArrivalOptions(
          DEFAULT_SCAN_LIMIT,
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          WorkloadSource.NONE,
          false,
          ArrivalDelays.DEFAULT,
          ArrivalListener.NONE);

  /**
   * Checks the values.
   *
   * @throws InvalidArgumentException if a value is out of bounds
   */
  public ArrivalOptions {
    if (scanLimitGiB < 1 || scanLimitGiB > MAX_SCAN_LIMIT) {
      throw new InvalidArgumentException(
          "scan limit in GiB", Integer.toString(scanLimitGiB), "1 to " + MAX_SCAN_LIMIT);
    }
    if (window.compareTo(MIN_WINDOW) < 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw new InvalidArgumentException("window", window.toString(), "5 minutes to 24 hours");
    }
    if (longestWait.isNegative() || longestWait.compareTo(MAX_WAIT) > 0) {
      throw new InvalidArgumentException(
          "longest wait", longestWait.toString(), "0 seconds to 24 hours");
    }
    countsMetric
        .filter(key -> !METRIC.matcher(key).matches())
        .ifPresent(
            key -> {
              throw new InvalidArgumentException(
                  "metric", key, "a metric key such as log.records.by.namespace");
            });
  }

  /** Returns a copy with another scan limit in GiB. */
  public ArrivalOptions withScanLimitGiB(int limit) {
    return with(copy -> copy.scanLimitGiB = limit);
  }

  /** Returns a copy with another time range. */
  public ArrivalOptions withWindow(Duration range) {
    return with(copy -> copy.window = range);
  }

  /** Returns a copy with another longest wait; zero to query at once. */
  public ArrivalOptions withWait(Duration longest) {
    return with(copy -> copy.longestWait = longest);
  }

  /**
   * Returns a copy that expects the effects of a plan that was applied just now: its namespaces
   * start and stop.
   */
  public ArrivalOptions after(PlanReport plan) {
    return with(
        copy -> {
          copy.applied = Optional.of(plan);
          copy.appliedAt = Optional.empty();
        });
  }

  /**
   * Returns a copy that expects the effects of a plan that was applied earlier.
   *
   * @param time when it had been applied, by the clock of the service
   */
  public ArrivalOptions after(PlanReport plan, Instant time) {
    return with(
        copy -> {
          copy.applied = Optional.of(plan);
          copy.appliedAt = Optional.of(time);
        });
  }

  /**
   * Returns a copy that reads a metric, which is not charged, instead of the records.
   *
   * @param key the key of a metric that counts the records of each namespace and cluster
   */
  public ArrivalOptions withCountsMetric(String key) {
    return with(copy -> copy.countsMetric = Optional.of(key));
  }

  /** Returns a copy with evidence of workloads that is known already. */
  public ArrivalOptions withWorkloads(WorkloadEvidence evidence) {
    return withWorkloads(WorkloadSource.of(evidence));
  }

  /** Returns a copy that reads evidence of workloads for namespaces without records. */
  public ArrivalOptions withWorkloads(WorkloadSource source) {
    return with(copy -> copy.workloads = source);
  }

  /** Returns a copy for a token that sees all records, so that their absence proves something. */
  public ArrivalOptions withAllRecordsSeen() {
    return with(copy -> copy.seesAllRecords = true);
  }

  /** Returns a copy with other delays. */
  public ArrivalOptions withDelays(ArrivalDelays other) {
    return with(copy -> copy.delays = other);
  }

  /** Returns a copy with another listener. */
  public ArrivalOptions withListener(ArrivalListener other) {
    return with(copy -> copy.listener = other);
  }

  private ArrivalOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.options();
  }

  /** A copy that can be changed. */
  private static final class Copy {
    private int scanLimitGiB;
    private Duration window;
    private Duration longestWait;
    private Optional<PlanReport> applied;
    private Optional<Instant> appliedAt;
    private Optional<String> countsMetric;
    private WorkloadSource workloads;
    private boolean seesAllRecords;
    private ArrivalDelays delays;
    private ArrivalListener listener;

    Copy(ArrivalOptions options) {
      scanLimitGiB = options.scanLimitGiB;
      window = options.window;
      longestWait = options.longestWait;
      applied = options.applied;
      appliedAt = options.appliedAt;
      countsMetric = options.countsMetric;
      workloads = options.workloads;
      seesAllRecords = options.seesAllRecords;
      delays = options.delays;
      listener = options.listener;
    }

    ArrivalOptions options() {
      return new ArrivalOptions(
          scanLimitGiB,
          window,
          longestWait,
          applied,
          appliedAt,
          countsMetric,
          workloads,
          seesAllRecords,
          delays,
          listener);
    }
  }
}
