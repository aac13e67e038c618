package io.github.logconfig.cli;

import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.render.PlanJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What planning came to, as a tree of plain values: the plan document, and why clusters are missing
 * from it.
 */
final class PlanReportJson {

  private PlanReportJson() {}

  static Map<String, Object> of(PlanReport report) {
    Map<String, Object> tree = new LinkedHashMap<>(PlanJson.of(report.plan()));
    List<Map<String, Object>> failures =
        report.failures().entrySet().stream()
            .map(
                entry -> {
                  Map<String, Object> failure = new LinkedHashMap<>();
                  failure.put("cluster", entry.getKey().value());
                  failure.put("error", entry.getValue().message());
                  return failure;
                })
            .toList();
    tree.put("failures", failures);
    return tree;
  }
}
