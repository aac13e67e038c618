package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.render.PlanJson;
import io.github.logconfig.rule.LogRuleCodec;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes plan documents as a stream: only one cluster is in memory as JSON. */
public final class PlanDocumentWriter {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  private static final ObjectWriter VALUES = JSON.writer();

  /** Writes one value of the document. Is called once for the document, once for its signature. */
  interface Part {
    void write(JsonGenerator json, ObjectWriter values) throws IOException;
  }

  private PlanDocumentWriter() {}

  /**
   * Writes a document with a final line break.
   *
   * @param source omitted if empty
   * @param key signs the document; empty for a document without a signature
   */
  public static void write(
      PlanReport report,
      String toolVersion,
      Map<String, String> source,
      Optional<byte[]> key,
      Writer out)
      throws IOException {
    Map<String, Part> parts = parts(report, toolVersion, source);
    if (key.isPresent()) {
      parts.put(PlanSignature.FIELD, value(PlanSignature.of(parts, key.get())));
    }
    try (JsonGenerator json = JSON.createGenerator(out)) {
      // the line end is the same on every platform
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      for (Map.Entry<String, Part> part : parts.entrySet()) {
        json.writeFieldName(part.getKey());
        part.getValue().write(json, VALUES);
      }
      json.writeEndObject();
    }
    out.write('\n');
    out.flush();
  }

  /**
   * Returns the parts of a document by key; empty ones are omitted, except clusters, failures,
   * orphans.
   */
  private static Map<String, Part> parts(
      PlanReport report, String toolVersion, Map<String, String> source) {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("format", value(PlanJson.FORMAT));
    parts.put("toolVersion", value(toolVersion));
    if (!source.isEmpty()) {
      parts.put("source", value(source));
    }
    parts.put("clusters", (json, values) -> writeClusters(report, json, values));
    parts.put("summary", value(PlanJson.summary(report.plan())));
    parts.put("impact", value(PlanJson.impact(report.impact())));
    parts.put("failures", value(failures("cluster", report.failures())));
    parts.put("orphans", value(report.orphans().stream().map(PlanDocumentWriter::orphan).toList()));
    putUnlessEmpty(parts, "environmentFailures", failures("environment", report.environments()));
    putUnlessEmpty(
        parts, "broken", report.problems().stream().map(PlanDocumentWriter::problem).toList());
    putUnlessEmpty(parts, "withheld", failures("cluster", report.withheld()));
    putUnlessEmpty(parts, "stages", report.stages().stream().map(StageStatus::toTree).toList());
    return parts;
  }

  private static Part value(Object tree) {
    return (json, values) -> values.writeValue(json, tree);
  }

  private static void putUnlessEmpty(Map<String, Part> parts, String key, Collection<?> items) {
    if (!items.isEmpty()) {
      parts.put(key, value(items));
    }
  }

  private static void writeClusters(PlanReport report, JsonGenerator json, ObjectWriter values)
      throws IOException {
    json.writeStartArray();
    for (LogConfigPlan plan : report.plan().clusters()) {
      Map<String, Object> cluster = PlanJson.cluster(plan);
      String digest = report.scopeDigests().get(plan.cluster());
      if (digest != null) {
        cluster.put("scopeState", digest);
      }
      values.writeValue(json, cluster);
    }
    json.writeEndArray();
  }

  private static List<Map<String, Object>> failures(String key, Map<?, Failure> failures) {
    List<Map<String, Object>> trees = new ArrayList<>();
    failures.forEach(
        (name, failure) -> {
          Map<String, Object> tree = new LinkedHashMap<>();
          tree.put(key, name.toString());
          tree.putAll(failure.toTree());
          trees.add(tree);
        });
    return trees;
  }

  private static Map<String, @Nullable Object> orphan(Orphan orphan) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("environment", orphan.environment().name().value());
    tree.put("environmentUrl", orphan.environment().url().toString());
    tree.put("externalId", orphan.identity().externalId().value());
    tree.put("scope", orphan.scope().id());
    tree.put("objectId", orphan.objectId().value());
    tree.put("updateToken", orphan.updateToken().value());
    tree.put("rule", LogRuleCodec.encode(orphan.rule()));
    tree.put("namespaces", orphan.namespaces().stream().map(NamespaceName::value).toList());
    return tree;
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, Object> tree = new LinkedHashMap<>();
    problem.cluster().ifPresent(cluster -> tree.put("cluster", cluster.value()));
    problem.hostGroup().ifPresent(hostGroup -> tree.put("hostGroup", hostGroup.value()));
    problem.namespace().ifPresent(namespace -> tree.put("namespace", namespace.value()));
    tree.put("error", problem.toString());
    tree.putAll(PlanJson.locationOfProblem(problem.location()));
    tree.put("message", problem.message());
    tree.put("kind", problem.kind().name());
    return tree;
  }
}
