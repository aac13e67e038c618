package io.github.logconfig.cli;

import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.OrphanReport;
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
    if (!report.orphans().isEmpty()) {
      tree.put("orphans", report.orphans().stream().map(ApplyReportJson::orphan).toList());
    }
    if (!report.environments().isEmpty()) {
      Map<String, Object> environments = new LinkedHashMap<>();
      report
          .environments()
          .forEach((name, failure) -> environments.put(name.value(), failure.message()));
      tree.put("environments", environments);
    }
    return tree;
  }

  private static Map<String, Object> orphan(OrphanReport report) {
    Map<String, Object> orphan = new LinkedHashMap<>();
    orphan.put("environment", report.orphan().environment().name().value());
    orphan.put("hostGroup", report.orphan().hostGroup().value());
    orphan.put("title", report.orphan().rule().title());
    orphan.put("outcome", report.outcome().label());
    report.failure().ifPresent(failure -> addFailure(orphan, failure));
    return orphan;
  }

  private static void addFailure(Map<String, Object> tree, Failure failure) {
    tree.put("error", failure.message());
    tree.put("failure", failure.toTree());
  }

  private static Map<String, Object> cluster(ClusterReport report) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("cluster", report.cluster().value());
    cluster.put("outcome", report.outcome().label());
    report.failure().ifPresent(failure -> addFailure(cluster, failure));
    return cluster;
  }
}
