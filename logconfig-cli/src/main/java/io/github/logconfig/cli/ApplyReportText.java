package io.github.logconfig.cli;

import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.Outcome;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * What applying came to, as text for people: one line per cluster that was not as desired, and the
 * totals.
 */
final class ApplyReportText {

  private ApplyReportText() {}

  static String of(ApplyReport report, Duration taken) {
    String clusters =
        report.clusters().stream()
            .filter(cluster -> cluster.outcome() != Outcome.UNCHANGED)
            .map(ApplyReportText::line)
            .collect(Collectors.joining());
    String totals =
        report.summary().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey().label())
            .collect(Collectors.joining(", "));
    int written = report.clusters().stream().mapToInt(ClusterReport::stepsDone).sum();
    return clusters
        + "Apply: "
        + (totals.isEmpty() ? "no clusters" : totals)
        + ". "
        + (written == 1 ? "1 rule" : written + " rules")
        + " written in "
        + Elapsed.of(taken)
        + ".\n";
  }

  private static String line(ClusterReport report) {
    String why = report.failure().map(failure -> ": " + failure.message()).orElse("");
    return "cluster " + report.cluster() + ": " + report.outcome().label() + why + "\n";
  }
}
