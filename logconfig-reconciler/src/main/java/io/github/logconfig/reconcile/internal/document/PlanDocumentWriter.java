package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.render.PlanJson;

/** Adds to a plan document everything besides the plans. Omits most empty parts. */
public final class PlanDocumentWriter {

  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private PlanDocumentWriter() {}

  public static void add(ObjectNode document, PlanReport report) {
    for (JsonNode cluster : document.path("clusters")) {
      String digest = report.scopeDigests().get(new ClusterName(cluster.path("cluster").asText()));
      if (digest != null) {
        ((ObjectNode) cluster).put("scopeState", digest);
      }
    }
    document.set("impact", JSON.valueToTree(PlanJson.impact(report.impact())));
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
    if (!report.problems().isEmpty()) {
      ArrayNode problems = document.putArray("broken");
      report.problems().forEach(problem -> addProblem(problems.addObject(), problem));
    }
    if (!report.withheld().isEmpty()) {
      ArrayNode withheld = document.putArray("withheld");
      report
          .withheld()
          .forEach(
              (cluster, failure) ->
                  addFailure(withheld.addObject().put("cluster", cluster.value()), failure));
    }
  }

  private static void addFailure(ObjectNode tree, Failure failure) {
    tree.setAll((ObjectNode) JSON.valueToTree(failure.toTree()));
  }

  private static void addOrphan(ObjectNode tree, Orphan orphan) {
    tree.put("environment", orphan.environment().name().value())
        .put("environmentUrl", orphan.environment().url().toString())
        .put("externalId", orphan.identity().externalId().value())
        .put("scope", orphan.scope().id())
        .put("objectId", orphan.objectId().value())
        .put("updateToken", orphan.updateToken().value());
    tree.set("rule", RuleMapper.write(orphan.rule()));
    ArrayNode namespaces = tree.putArray("namespaces");
    orphan.namespaces().forEach(namespace -> namespaces.add(namespace.value()));
  }

  private static void addProblem(ObjectNode tree, Problem problem) {
    problem.cluster().ifPresent(cluster -> tree.put("cluster", cluster.value()));
    problem.hostGroup().ifPresent(hostGroup -> tree.put("hostGroup", hostGroup.value()));
    tree.put("error", problem.toString())
        .put("file", problem.file())
        .put("line", problem.line())
        .put("message", problem.message())
        .put("kind", problem.kind().name());
  }
}
