package io.github.logconfig.reconcile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a plan document tells beside the plans. Parts that are mostly empty are left out then. */
final class PlanDocumentParts {

  private PlanDocumentParts() {}

  static void add(ObjectNode document, PlanReport report) {
    ArrayNode failures = document.putArray("failures");
    report
        .failures()
        .forEach(
            (cluster, failure) ->
                addFailure(failures.addObject().put("cluster", cluster.value()), failure));
    if (!report.orphans().isEmpty()) {
      ArrayNode orphans = document.putArray("orphans");
      report.orphans().forEach(orphan -> addOrphan(orphans.addObject(), orphan));
    }
    if (!report.environments().isEmpty()) {
      ArrayNode environments = document.putArray("environmentFailures");
      report
          .environments()
          .forEach(
              (name, failure) ->
                  addFailure(environments.addObject().put("environment", name.value()), failure));
    }
    if (!report.broken().isEmpty()) {
      ArrayNode broken = document.putArray("broken");
      report.broken().forEach(part -> addBroken(broken.addObject(), part));
    }
  }

  private static void addFailure(ObjectNode tree, Failure failure) {
    tree.put("kind", failure.kind().name()).put("error", failure.message());
  }

  private static void addOrphan(ObjectNode tree, Orphan orphan) {
    tree.put("environment", orphan.environment().name().value())
        .put("environmentUrl", orphan.environment().url().toString())
        .put("externalId", orphan.identity().externalId().value())
        .put("scope", orphan.scope().id())
        .put("objectId", orphan.objectId().value())
        .put("updateToken", orphan.updateToken().value());
    tree.set("rule", LogRuleJson.write(orphan.rule()));
    ArrayNode namespaces = tree.putArray("namespaces");
    orphan.namespaces().forEach(namespace -> namespaces.add(namespace.value()));
  }

  private static void addBroken(ObjectNode tree, BrokenCluster broken) {
    broken.cluster().ifPresent(cluster -> tree.put("cluster", cluster.value()));
    broken.hostGroup().ifPresent(hostGroup -> tree.put("hostGroup", hostGroup.value()));
    tree.put("error", broken.message());
  }
}
