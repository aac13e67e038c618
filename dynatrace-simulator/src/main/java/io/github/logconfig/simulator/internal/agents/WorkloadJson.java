package io.github.logconfig.simulator.internal.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.SimulatedWorkload;
import io.github.logconfig.simulator.SimulatedWorkload.ClusterAttributes;
import io.github.logconfig.simulator.internal.entities.EntityJson;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.DurationText;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Workloads and the settings of queries in JSON, as the option {@code --workloads}, the control
 * path {@code /__simulator/workloads} and {@code workloads} of the builder read them.
 *
 * @param workloads the workloads
 * @param queries how queries are executed
 */
public record WorkloadJson(List<SimulatedWorkload> workloads, SimulatedQueries queries) {

  private static final Set<String> KEYS = Set.of("workloads", "queries");
  private static final Set<String> QUERY_KEYS =
      Set.of("polls", "samplingRatio", "failing", "missingPermissions", "bytesPerDay", "metrics");
  private static final Set<String> WORKLOAD_KEYS =
      Set.of(
          "namespace",
          "host",
          "hostGroup",
          "kubernetesCluster",
          "attributes",
          "pods",
          "recordsPerMinute",
          "bytesPerRecord",
          "bucket",
          "from",
          "until",
          "ruleDelay",
          "shippingDelay",
          "hidden",
          "dropped",
          "clusterAttributes");

  /**
   * Reads workloads and queries.
   *
   * @param known the entities that workloads refer to
   * @throws IllegalArgumentException if the document is invalid
   */
  public static WorkloadJson read(JsonNode json, List<SimulatedEntity> known) {
    if (!json.isObject() || !json.path("workloads").isArray()) {
      throw new IllegalArgumentException(
          "workloads: expected an object with the list \"workloads\"");
    }
    requireKeys(json, KEYS);
    List<SimulatedWorkload> workloads = new ArrayList<>();
    for (int i = 0; i < json.path("workloads").size(); i++) {
      try {
        workloads.add(workload(json.path("workloads").get(i), known));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("workload " + i + ": " + e.getMessage(), e);
      }
    }
    return new WorkloadJson(workloads, queries(json.path("queries")));
  }

  private static SimulatedQueries queries(JsonNode json) {
    requireKeys(json, QUERY_KEYS);
    Map<String, Long> bytesPerDay = new LinkedHashMap<>();
    json.path("bytesPerDay")
        .properties()
        .forEach(it -> bytesPerDay.put(it.getKey(), it.getValue().asLong(-1)));
    return new SimulatedQueries(
        json.path("polls").asInt(0),
        json.path("samplingRatio").asInt(1),
        json.path("failing").asBoolean(),
        texts("missingPermissions", json.path("missingPermissions")),
        bytesPerDay,
        texts("metrics", json.path("metrics")));
  }

  private static SimulatedWorkload workload(JsonNode json, List<SimulatedEntity> known) {
    requireKeys(json, WORKLOAD_KEYS);
    SimulatedWorkload.Builder workload =
        SimulatedWorkload.builder(text(json, "namespace"), host(json, known));
    json.path("attributes")
        .properties()
        .forEach(
            it ->
                workload.attribute(
                    it.getKey(), texts(it.getKey(), it.getValue()).toArray(String[]::new)));
    ifPresent(json, "pods", it -> workload.pods(it.asInt(-1)));
    ifPresent(json, "recordsPerMinute", it -> workload.recordsPerMinute(it.asDouble(-1)));
    ifPresent(json, "bytesPerRecord", it -> workload.bytesPerRecord(it.asInt(-1)));
    ifPresent(json, "bucket", it -> workload.bucket(text(json, "bucket")));
    ifPresent(json, "from", it -> workload.from(instant(json, "from")));
    ifPresent(json, "until", it -> workload.until(instant(json, "until")));
    ifPresent(json, "ruleDelay", it -> workload.ruleDelay(duration(json, "ruleDelay")));
    ifPresent(json, "shippingDelay", it -> workload.shippingDelay(duration(json, "shippingDelay")));
    ifPresent(
        json,
        "clusterAttributes",
        it -> workload.clusterAttributes(clusterAttributes(text(json, "clusterAttributes"))));
    if (json.path("hidden").asBoolean()) {
      workload.hidden();
    }
    if (json.path("dropped").asBoolean()) {
      workload.dropped();
    }
    return workload.build();
  }

  /** A host of the environment, or one that only this workload runs on. */
  private static SimulatedEntity host(JsonNode json, List<SimulatedEntity> known) {
    String group = text(json, "hostGroup");
    String cluster = text(json, "kubernetesCluster");
    if (!json.has("host")) {
      return EntityJson.host("host of " + text(json, "namespace"), group, cluster, known);
    }
    if (!(group + cluster).isEmpty()) {
      throw new IllegalArgumentException(
          "\"host\" excludes \"hostGroup\" and \"kubernetesCluster\", which the host knows");
    }
    return EntityJson.find(known, "HOST", text(json, "host"));
  }

  /** Writes workloads and queries in the form that {@link #read} reads. */
  public ObjectNode write() {
    ObjectNode json = ApiResponse.JSON.createObjectNode();
    ArrayNode list = json.putArray("workloads");
    workloads.forEach(it -> write(it, list.addObject()));
    ObjectNode settings =
        json.putObject("queries")
            .put("polls", queries.polls())
            .put("samplingRatio", queries.samplingRatio())
            .put("failing", queries.failing());
    queries.missingPermissions().forEach(settings.putArray("missingPermissions")::add);
    ObjectNode bytesPerDay = settings.putObject("bytesPerDay");
    queries.bytesPerDay().forEach(bytesPerDay::put);
    queries.metrics().forEach(settings.putArray("metrics")::add);
    return json;
  }

  private static void write(SimulatedWorkload workload, ObjectNode json) {
    json.put("namespace", workload.namespace()).put("host", workload.host().entityId());
    ObjectNode attributes = json.putObject("attributes");
    workload
        .attributes()
        .forEach(
            (name, values) -> {
              if (!name.equals(RecordAttributes.NAMESPACE)) {
                values.forEach(attributes.putArray(name)::add);
              }
            });
    json.put("pods", workload.pods())
        .put("recordsPerMinute", workload.recordsPerMinute())
        .put("bytesPerRecord", workload.bytesPerRecord())
        .put("bucket", workload.bucket());
    workload.from().ifPresent(time -> json.put("from", time.toString()));
    workload.until().ifPresent(time -> json.put("until", time.toString()));
    json.put("ruleDelay", workload.ruleDelay().toMillis() + "ms")
        .put("shippingDelay", workload.shippingDelay().toMillis() + "ms")
        .put("hidden", workload.hidden())
        .put("dropped", workload.dropped())
        .put("clusterAttributes", workload.clusterAttributes().name().toLowerCase(Locale.ROOT));
  }

  // values

  private static void requireKeys(JsonNode json, Set<String> known) {
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw new IllegalArgumentException(
                    "unknown key \""
                        + Quoted.text(key)
                        + "\"; expected one of "
                        + new TreeSet<>(known));
              }
            });
  }

  private static void ifPresent(JsonNode json, String key, Consumer<JsonNode> use) {
    if (json.hasNonNull(key)) {
      use.accept(json.get(key));
    }
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw new IllegalArgumentException("\"" + key + "\" is not a text");
    }
    return value.asText("");
  }

  private static List<String> texts(String key, JsonNode json) {
    List<String> texts = new ArrayList<>();
    (json.isArray() ? json : ApiResponse.JSON.createArrayNode().add(json))
        .forEach(
            value -> {
              if (value.isTextual()) {
                texts.add(value.asText());
              } else if (!value.isMissingNode()) {
                throw new IllegalArgumentException(
                    "\"" + Quoted.text(key) + "\" is not a text or a list of texts");
              }
            });
    return texts;
  }

  private static Instant instant(JsonNode json, String key) {
    try {
      return Instant.parse(text(json, key));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"" + key + "\" is not a time such as 2026-01-31T12:00:00Z", e);
    }
  }

  private static Duration duration(JsonNode json, String key) {
    try {
      return DurationText.parse(text(json, key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + key + "\": " + e.getMessage(), e);
    }
  }

  private static ClusterAttributes clusterAttributes(String text) {
    try {
      return ClusterAttributes.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"clusterAttributes\" is \""
              + Quoted.text(text)
              + "\"; expected one of "
              + Arrays.toString(ClusterAttributes.values()).toLowerCase(Locale.ROOT),
          e);
    }
  }
}
