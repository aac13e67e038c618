package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** How log records are counted, and how much that may cost. */
public final class ArrivalQueryOptions {

  @Option(
      names = "--scan-limit",
      paramLabel = "GIB",
      description =
          "How much log data may be scanned in each environment (default: 10). Dynatrace charges"
              + " what is scanned.")
  private Optional<Integer> scanLimit = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      description =
          "The time range to read, 5m to 24h (default: 10m). After a change of the rules, what was"
              + " written before it is not read.")
  private Optional<Duration> window = Optional.empty();

  @Option(
      names = "--counts-metric",
      paramLabel = "KEY",
      description =
          "Read this metric, which counts the records by namespace and cluster, instead of the"
              + " records. Nothing is scanned, and nothing is charged.")
  private Optional<String> metric = Optional.empty();

  @Option(
      names = "--sees-all-records",
      description =
          "The token may read all log records: no permission hides some. Only then can a namespace"
              + " be MISSING.")
  private boolean seesAllRecords;

  @Option(
      names = "--check-workloads",
      description = {
        "Read the running pods of the clusters, as --kubernetes always does, so that a namespace"
            + " whose pods run and whose logs do not arrive is MISSING instead of SILENT.",
        "A cluster is reached by the context of the kubeconfig that has its name."
      })
  private boolean checksWorkloads;

  /** Returns whether running pods are read by the contexts of the kubeconfig. */
  public boolean checksWorkloads() {
    return checksWorkloads;
  }

  /**
   * Returns the options of a verification that waits as long as the delays of the service require.
   *
   * @throws InvalidInputException if a value is invalid
   */
  public ArrivalOptions options() {
    ArrivalOptions options = ArrivalOptions.DEFAULT;
    if (scanLimit.isPresent()) {
      options = with("--scan-limit", it -> it.withScanLimitGiB(scanLimit.get()), options);
    }
    if (window.isPresent()) {
      options = with("--window", it -> it.withWindow(window.get()), options);
    }
    if (metric.isPresent()) {
      options = with("--counts-metric", it -> it.withCountsMetric(metric.get()), options);
    }
    return seesAllRecords ? options.withAllRecordsSeen() : options;
  }

  /**
   * Refuses options of a verification that does not take place.
   *
   * @param options the options of the verification
   * @param requirement the option without which there is no verification
   * @throws InvalidInputException if an option was given
   */
  public void requireNone(ArrivalOptions options, String requirement) {
    if (checksWorkloads || !options.equals(ArrivalOptions.DEFAULT)) {
      throw new InvalidInputException(
          "options of the arrival of logs, such as --scan-limit, require " + requirement);
    }
  }

  private static ArrivalOptions with(
      String option, UnaryOperator<ArrivalOptions> change, ArrivalOptions options) {
    try {
      return change.apply(options);
    } catch (InvalidArgumentException e) {
      throw new InvalidInputException(option + ": " + e.getMessage());
    }
  }
}
