package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.OrphanRemoval;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.render.PlanJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a plan document of the supported version as a stream, and checks its format and signature.
 */
public final class PlanDocumentReader {

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private static final String CLUSTERS = "clusters";

  /** Consumes the clusters of a document; the parser is at the start of their value. */
  private interface ClusterReader {
    void read(JsonParser json) throws IOException;
  }

  private PlanDocumentReader() {}

  /**
   * Reads a document as a stream: only one cluster is in memory as JSON.
   *
   * @param toolVersion the version of this program, if it must have the major version of the one
   *     that wrote the document
   */
  public static PlanReport read(InputStream document, Optional<String> toolVersion)
      throws IOException {
    List<LogConfigPlan> plans = new ArrayList<>();
    Map<ClusterName, String> digests = new LinkedHashMap<>();
    JsonNode rest =
        readParts(
            document,
            json ->
                forEachCluster(
                    json,
                    cluster -> {
                      LogConfigPlan plan = cluster.cluster();
                      plans.add(plan);
                      cluster
                          .valueIfAny("scopeState", digest -> digest)
                          .ifPresent(digest -> digests.put(plan.cluster(), digest));
                    }));
    toolVersion.ifPresent(version -> requireMajor(rest.path("toolVersion").asText(""), version));
    return report(new PlanElement(rest, ""), new FleetPlan(plans), digests);
  }

  /** Reads a document that must be signed. */
  public static PlanReport readSigned(byte[] document, byte[] key) throws IOException {
    Map<String, PlanDocumentWriter.Part> parts = new HashMap<>();
    JsonNode rest = readParts(new ByteArrayInputStream(document), JsonParser::skipChildren);
    rest.properties().forEach(it -> parts.put(it.getKey(), value(it.getValue())));
    parts.put(CLUSTERS, (json, values) -> copyClusters(document, json, values));
    parts.remove(PlanSignature.FIELD);
    PlanSignature.require(rest.path(PlanSignature.FIELD).asText(""), parts, key);
    return read(new ByteArrayInputStream(document), Optional.empty());
  }

  private static PlanDocumentWriter.Part value(JsonNode tree) {
    return (json, values) -> values.writeValue(json, JSON.treeToValue(tree, Object.class));
  }

  private static void copyClusters(byte[] document, JsonGenerator json, ObjectWriter values)
      throws IOException {
    json.writeStartArray();
    readParts(
        new ByteArrayInputStream(document),
        in -> {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            value(JSON.readTree(in)).write(json, values);
          }
        });
    json.writeEndArray();
  }

  /**
   * Reads a document up to its end.
   *
   * @return everything but the clusters
   */
  private static JsonNode readParts(InputStream document, ClusterReader clusters)
      throws IOException {
    ObjectNode rest = JSON.createObjectNode();
    boolean clustersRead = false;
    try (JsonParser json = JSON.createParser(document)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        requireFormat("");
      }
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        json.nextToken();
        if (rest.has(key) || (clustersRead && key.equals(CLUSTERS))) {
          throw new InvalidPlanException("the plan has the key " + Quoted.of(key) + " twice");
        }
        if (key.equals(CLUSTERS) && json.currentToken() == JsonToken.START_ARRAY) {
          clusters.read(json);
          clustersRead = true;
        } else {
          rest.set(key, JSON.<JsonNode>readTree(json));
        }
        if (key.equals("format")) {
          requireFormat(rest.path(key).asText(""));
        }
      }
      requireFormat(rest.path("format").asText(""));
      if (json.nextToken() != null) {
        throw new InvalidPlanException("the plan is not JSON: there is text after its end");
      }
    } catch (JsonProcessingException e) {
      throw new InvalidPlanException("the plan is not JSON: " + e.getOriginalMessage());
    }
    if (!clustersRead) {
      throw new InvalidPlanException("the plan at /" + CLUSTERS + " must be a list");
    }
    return rest;
  }

  private static void forEachCluster(JsonParser json, Consumer<PlanElement> consumer)
      throws IOException {
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      consumer.accept(new PlanElement(JSON.readTree(json), "/" + CLUSTERS + "/" + i));
    }
  }

  private static void requireFormat(String format) {
    if (!format.equals(PlanJson.FORMAT)) {
      throw new InvalidPlanException(
          format.startsWith("logconfig-plan/")
              ? "the plan has the format "
                  + (format.matches("[a-z0-9./-]{1,40}") ? format : Quoted.of(format))
                  + ", this program reads "
                  + PlanJson.FORMAT
              : "this is not a plan: its format is not " + PlanJson.FORMAT);
    }
  }

  private static void requireMajor(String madeBy, String toolVersion) {
    if (!major(madeBy).equals(major(toolVersion))) {
      throw new InvalidPlanException(
          "the plan was made by version "
              + Quoted.of(madeBy)
              + ", and this is version "
              + toolVersion
              + "; make it again with this version");
    }
  }

  private static String major(String version) {
    return version.split("[.-]", 2)[0];
  }

  private static PlanReport report(
      PlanElement rest, FleetPlan plan, Map<ClusterName, String> digests) {
    Map<ClusterName, Failure> failures = new LinkedHashMap<>();
    for (PlanElement failure : rest.list("failures", item -> item)) {
      failures.put(failure.value("cluster", ClusterName::new), failure.failure());
    }
    Map<EnvironmentName, Failure> environments = new LinkedHashMap<>();
    for (PlanElement failure : rest.listIfAny("environmentFailures", item -> item)) {
      environments.put(failure.value("environment", EnvironmentName::new), failure.failure());
    }
    Map<ClusterName, Failure> withheld = new LinkedHashMap<>();
    for (PlanElement failure : rest.listIfAny("withheld", item -> item)) {
      withheld.put(failure.value("cluster", ClusterName::new), failure.failure());
    }
    return new PlanReport(
        plan,
        failures,
        OrphanRemoval.ofDocument(rest.listIfAny("orphans", PlanElement::orphan)),
        environments,
        rest.listIfAny("broken", PlanElement::problem),
        withheld,
        rest.child("impact").limit().assess(plan.clusters()),
        digests,
        rest.listIfAny("stages", PlanElement::stage));
  }
}
