package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.OrphanReport;
import io.github.logconfig.reconcile.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    long removed = report.orphans().stream().filter(it -> it.outcome() == Outcome.APPLIED).count();
    return clusters
        + others(report)
        + "Apply: "
        + (totals.isEmpty() ? "no clusters" : totals)
        + ". "
        + (written == 1 ? "1 rule" : written + " rules")
        + " written"
        + (removed == 0
            ? ""
            : removed == 1 ? ", 1 orphan removed" : ", " + removed + " orphans removed")
        + " in "
        + Elapsed.of(taken)
        + ".\n";
  }

  private static String others(ApplyReport report) {
    StringBuilder lines = new StringBuilder();
    Map<String, List<OrphanReport>> notRemoved = new LinkedHashMap<>();
    for (OrphanReport orphan : report.orphans()) {
      if (orphan.outcome() == Outcome.APPLIED) {
        lines.append(orphan(orphan)).append(": removed\n");
      } else if (orphan.outcome() != Outcome.UNCHANGED) {
        String reason =
            orphan.outcome().label()
                + orphan.failure().map(failure -> ": " + failure.message()).orElse("");
        notRemoved.computeIfAbsent(reason, it -> new ArrayList<>()).add(orphan);
      }
    }
    notRemoved.forEach(
        (reason, orphans) ->
            lines
                .append(orphans.size() == 1 ? orphan(orphans.get(0)) : orphans.size() + " orphans")
                .append(": ")
                .append(reason)
                .append('\n'));
    report
        .environments()
        .forEach(
            (name, failure) ->
                lines
                    .append("environment ")
                    .append(name)
                    .append(": ")
                    .append(EnvironmentFailure.text(failure))
                    .append('\n'));
    report
        .problems()
        .forEach(problem -> lines.append("problem: ").append(Masked.line(problem)).append('\n'));
    return lines.toString();
  }

  private static String orphan(OrphanReport report) {
    return "orphan " + Quoted.of(report.orphan().rule().title());
  }

  private static String line(ClusterReport report) {
    String why = report.failure().map(failure -> ": " + failure.message()).orElse("");
    return "cluster " + report.cluster() + ": " + report.outcome().label() + why + "\n";
  }
}
