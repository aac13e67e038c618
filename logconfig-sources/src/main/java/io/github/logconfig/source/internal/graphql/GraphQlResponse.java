package io.github.logconfig.source.internal.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.source.internal.appinterface.AppInterfaceSchema;
import io.github.logconfig.source.internal.appinterface.DataFiles;
import io.github.logconfig.source.internal.yaml.JsonAsYaml;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.util.List;
import java.util.Optional;

/**
 * Turns the answer to the one query back into the documents that it was made from, so that they are
 * judged as documents are.
 */
public final class GraphQlResponse {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Problems problems;
  private final DataFiles documents = new DataFiles();
  private SecretMask mask = SecretMask.BY_FORM;

  public GraphQlResponse(Problems problems) {
    this.problems = problems;
  }

  public DataFiles documents() {
    return documents;
  }

  /**
   * Reads a response.
   *
   * @param secrets masks text of the server
   */
  public void read(JsonNode answer, Place place, SecretMask secrets) {
    mask = secrets;
    GraphQlErrors errors = new GraphQlErrors(answer, mask, place, problems);
    if (errors.concernEverything()) {
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
    for (int i = 0; i < environments.size(); i++) {
      if (!errors.concern("environments", i)) {
        JsonNode entry = environments.path(i);
        addIfNamed(
            entry,
            document(entry, AppInterfaceSchema.ENVIRONMENT, "name", "environmentUrl"),
            place);
      }
    }
    for (int i = 0; i < clusters.size(); i++) {
      if (!errors.concern("clusters", i)) {
        addCluster(clusters.path(i), place);
      }
    }
  }

  /** A cluster with all its namespaces, or nothing of it if one of them cannot be told. */
  private void addCluster(JsonNode cluster, Place place) {
    boolean complete = isNamed(cluster, place);
    boolean isOurs =
        AppInterfaceSchema.ENVIRONMENT_REFERENCES.stream()
            .anyMatch(it -> cluster.path(it).isObject());
    if (complete && isOurs && !cluster.path("namespaces").isArray()) {
      addProblemOf(cluster, "the answer has no list of namespaces for the cluster");
      return;
    }
    for (JsonNode namespace : cluster.path("namespaces")) {
      complete &= isNamed(namespace, place);
    }
    if (!complete) {
      return;
    }
    ObjectNode document = document(cluster, AppInterfaceSchema.CLUSTER, "name", "disable");
    for (String field : AppInterfaceSchema.ENVIRONMENT_REFERENCES) {
      if (cluster.path(field).isObject()) {
        document.set(field, reference(cluster.path(field).path("path")));
      }
    }
    document.set("labels", decoded(cluster.path("labels"), cluster.path("path"), place));
    add(cluster, document);
    for (JsonNode entry : cluster.path("namespaces")) {
      ObjectNode namespace =
          document(
              entry, AppInterfaceSchema.NAMESPACE, "name", "delete", AppInterfaceSchema.OPT_IN);
      namespace.set("cluster", reference(cluster.path("path")));
      add(entry, namespace);
    }
  }

  private void addProblemOf(JsonNode cluster, String message) {
    Problems own = new Problems();
    own.add(Place.wholeOf(cluster.path("path").asText()), message);
    try {
      ClusterName name = new ClusterName(cluster.path("name").asText());
      problems.addAllOf(name, hostGroup(name), own);
    } catch (InvalidValueException e) {
      problems.addAll(own);
    }
  }

  private static Optional<HostGroupName> hostGroup(ClusterName name) {
    try {
      return Optional.of(new HostGroupName(name.value()));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private void addIfNamed(JsonNode entry, ObjectNode document, Place place) {
    if (isNamed(entry, place)) {
      add(entry, document);
    }
  }

  private boolean isNamed(JsonNode entry, Place place) {
    boolean named = !entry.path("path").asText().isEmpty();
    if (!named) {
      problems.add(
          place, "the answer has an entry without path: " + Quoted.of(mask.mask(entry.toString())));
    }
    return named;
  }

  private void add(JsonNode entry, ObjectNode document) {
    String path = entry.path("path").asText();
    documents.add(path, JsonAsYaml.document(document, path, problems));
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
