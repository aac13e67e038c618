package io.github.logconfig.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.Problems.Place;
import java.util.List;

/**
 * Turns the answer to the one query back into the documents that it was made from, so that they are
 * judged as documents are.
 */
final class GraphQlAnswer {

  /** Clusters and what is below them, so that clusters without any opt-in are seen, too. */
  static final String QUERY =
      "{ environments: dynatrace_environment_v1 { path name environmentUrl }"
          + " clusters: clusters_v1 { path name labels dynatraceEnvironment { path }"
          + " disable { integrations }"
          + " namespaces { path name delete enableDynatraceLogging } } }";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Problems problems;
  private DataFiles documents = new DataFiles();

  GraphQlAnswer(Problems problems) {
    this.problems = problems;
  }

  DataFiles documents() {
    return documents;
  }

  void read(JsonNode answer, Place place) {
    if (!answer.path("errors").isEmpty()) {
      answer
          .path("errors")
          .forEach(
              error ->
                  problems.add(
                      place,
                      "the server reports the error "
                          + Quoted.of(error.path("message").asText(error.toString()))));
      return;
    }
    JsonNode environments = answer.at("/data/environments");
    JsonNode clusters = answer.at("/data/clusters");
    if (!clusters.isArray()) {
      problems.add(place, "the answer has no list of clusters");
      return;
    }
    if (!environments.isArray() && !environments.isNull()) {
      problems.add(place, "the answer has no list of environments");
      return;
    }
    environments.forEach(
        it ->
            add(it, document(it, AppInterfaceSchema.ENVIRONMENT, "name", "environmentUrl"), place));
    clusters.forEach(it -> addCluster(it, place));
    if (!problems.isEmpty()) {
      // an entry that cannot be told apart may belong to any of the clusters
      documents = new DataFiles();
    }
  }

  private void addCluster(JsonNode cluster, Place place) {
    ObjectNode document = document(cluster, AppInterfaceSchema.CLUSTER, "name", "disable");
    JsonNode environment = cluster.path("dynatraceEnvironment");
    if (environment.isObject()) {
      document.set("dynatraceEnvironment", reference(environment.path("path")));
    }
    document.set("labels", decoded(cluster.path("labels"), cluster.path("path"), place));
    add(cluster, document, place);
    cluster
        .path("namespaces")
        .forEach(
            it -> {
              ObjectNode namespace =
                  document(
                      it,
                      AppInterfaceSchema.NAMESPACE,
                      "name",
                      "delete",
                      AppInterfaceSchema.OPT_IN);
              namespace.set("cluster", reference(cluster.path("path")));
              add(it, namespace, place);
            });
  }

  private void add(JsonNode entry, ObjectNode document, Place place) {
    String path = entry.path("path").asText();
    if (path.isEmpty()) {
      problems.add(place, "the answer has an entry without path: " + Quoted.of(entry.toString()));
    } else {
      documents.add(path, JsonAsYaml.document(document, path, problems));
    }
  }

  /** A value of the type json comes as text that holds JSON. */
  private JsonNode decoded(JsonNode json, JsonNode path, Place place) {
    if (!json.isTextual()) {
      return json.isMissingNode() ? JsonNodeFactory.instance.nullNode() : json;
    }
    try {
      return MAPPER.readTree(json.textValue());
    } catch (JsonProcessingException e) {
      problems.add(place, "labels of " + Quoted.of(path.asText()) + " are not JSON");
      return JsonNodeFactory.instance.nullNode();
    }
  }

  /** The fields that are not null: the server gives null for what is not there. */
  private static ObjectNode document(JsonNode entry, String schema, String... fields) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put(DataFiles.SCHEMA, schema);
    for (String field : List.of(fields)) {
      JsonNode value = entry.path(field);
      if (!value.isNull() && !value.isMissingNode()) {
        document.set(field, value);
      }
    }
    return document;
  }

  private static JsonNode reference(JsonNode path) {
    return JsonNodeFactory.instance.objectNode().set(DataFiles.REF, path);
  }
}
