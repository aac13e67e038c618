package io.github.logconfig.cli;

import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** What applying came to, as a tree of plain values. */
final class ApplyReportJson {

  private ApplyReportJson() {}

  static Map<String, Object> of(ApplyReport report) {
    Map<String, Object> summary = new LinkedHashMap<>();
    report.summary().forEach((outcome, count) -> summary.put(outcome.label(), count));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("clusters", report.clusters().stream().map(ApplyReportJson::cluster).toList());
    tree.put("summary", summary);
    return tree;
  }

  private static Map<String, Object> cluster(ClusterReport report) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("cluster", report.cluster().value());
    cluster.put("outcome", report.outcome().label());
    report.failure().ifPresent(failure -> cluster.put("error", failure.message()));
    return cluster;
  }
}
