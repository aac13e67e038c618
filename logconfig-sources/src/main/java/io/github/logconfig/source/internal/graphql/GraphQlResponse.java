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
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.appinterface.AppInterfaceSchema;
import io.github.logconfig.source.internal.appinterface.DataFiles;
import io.github.logconfig.source.internal.yaml.ClusterTarget;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Converts a response of the server to the documents that it was made from, so that they are parsed
 * like documents of other sources.
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
  public void read(JsonNode answer, SourceLocation location, SecretMask secrets) {
    mask = secrets;
    Errors errors = new Errors(answer, mask, location, problems);
    if (errors.invalidateAll()) {
      return;
    }
    JsonNode environments = answer.at("/data/environments");
    JsonNode clusters = answer.at("/data/clusters");
    if (!clusters.isArray()) {
      problems.add(location, "the response has no list of clusters");
      return;
    }
    if (!environments.isArray() && !environments.isNull()) {
      problems.add(location, "the response has no list of environments");
      return;
    }
    for (int i = 0; i < environments.size(); i++) {
      if (!errors.invalidate("environments", i)) {
        JsonNode entry = environments.path(i);
        addIfNamed(
            entry,
            document(entry, AppInterfaceSchema.ENVIRONMENT, "name", "environmentUrl"),
            location);
      }
    }
    for (int i = 0; i < clusters.size(); i++) {
      if (!errors.invalidate("clusters", i)) {
        addCluster(clusters.path(i), location);
      }
    }
  }

  /** Adds a cluster with all its namespaces, or nothing if one of them has no path. */
  private void addCluster(JsonNode cluster, SourceLocation location) {
    boolean complete = isNamed(cluster, location);
    boolean hasEnvironment =
        AppInterfaceSchema.ENVIRONMENT_REFERENCES.stream()
            .anyMatch(it -> cluster.path(it).isObject());
    if (complete && hasEnvironment && !cluster.path("namespaces").isArray()) {
      addProblemOf(cluster, "the response has no list of namespaces for the cluster");
      return;
    }
    for (JsonNode namespace : cluster.path("namespaces")) {
      complete &= isNamed(namespace, location);
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
    addTarget(cluster, document);
    document.set("labels", decoded(cluster.path("labels"), cluster.path("path"), location));
    add(cluster, document);
    for (JsonNode entry : cluster.path("namespaces")) {
      ObjectNode namespace =
          document(
              entry, AppInterfaceSchema.NAMESPACE, "name", "delete", AppInterfaceSchema.OPT_IN);
      namespace.set("cluster", reference(cluster.path("path")));
      add(entry, namespace);
    }
  }

  /** The server returns null for fields that are absent, also for those of the identity. */
  private static void addTarget(JsonNode cluster, ObjectNode document) {
    if (!cluster.path(ClusterTarget.TARGET).isMissingNode()) {
      document.set(ClusterTarget.TARGET, cluster.path(ClusterTarget.TARGET));
    }
    JsonNode identity = cluster.path(ClusterTarget.KUBERNETES_CLUSTER);
    if (identity.isObject()) {
      ObjectNode present = JsonNodeFactory.instance.objectNode();
      identity
          .properties()
          .forEach(
              it -> {
                if (!it.getValue().isNull()) {
                  present.set(it.getKey(), it.getValue());
                }
              });
      document.set(ClusterTarget.KUBERNETES_CLUSTER, present);
    } else if (!identity.isMissingNode()) {
      document.set(ClusterTarget.KUBERNETES_CLUSTER, identity);
    }
  }

  private void addProblemOf(JsonNode cluster, String message) {
    Problems own = new Problems();
    own.add(SourceLocation.ofPlace(cluster.path("path").asText()), message);
    try {
      ClusterName name = new ClusterName(cluster.path("name").asText());
      problems.addAllForCluster(name, hostGroup(name), own);
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

  private void addIfNamed(JsonNode entry, ObjectNode document, SourceLocation location) {
    if (isNamed(entry, location)) {
      add(entry, document);
    }
  }

  private boolean isNamed(JsonNode entry, SourceLocation location) {
    boolean named = !entry.path("path").asText().isEmpty();
    if (!named) {
      problems.add(
          location,
          "the response has an entry without path: " + Quoted.of(mask.mask(entry.toString())));
    }
    return named;
  }

  private void add(JsonNode entry, ObjectNode document) {
    String path = entry.path("path").asText();
    documents.add(path, YamlNode.ofJson(document, path, problems));
  }

  /** Decodes a value of the GraphQL type JSON, which is text that contains JSON. */
  private JsonNode decoded(JsonNode json, JsonNode path, SourceLocation location) {
    if (!json.isTextual()) {
      return json.isMissingNode() ? JsonNodeFactory.instance.nullNode() : json;
    }
    try {
      return MAPPER.readTree(json.textValue());
    } catch (JsonProcessingException e) {
      problems.add(location, "labels of " + Quoted.of(path.asText()) + " are not JSON");
      return JsonNodeFactory.instance.nullNode();
    }
  }

  /** Returns a document of the fields that are not null; the server returns null if absent. */
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
    return JsonNodeFactory.instance.objectNode().set(YamlNode.REFERENCE, path);
  }

  /**
   * Errors of a response. An error with the path of an environment or cluster invalidates that
   * entry; any other error invalidates the whole response.
   */
  private static final class Errors {

    private final Set<String> entries = new HashSet<>();
    private final SecretMask mask;
    private boolean invalid;

    Errors(JsonNode answer, SecretMask mask, SourceLocation location, Problems problems) {
      this.mask = mask;
      JsonNode errors = answer.path("errors");
      if (errors.isArray()) {
        errors.forEach(error -> add(error, answer, location, problems));
      } else if (!errors.isMissingNode() && !errors.isNull()) {
        invalid = true;
        problems.add(
            location,
            "errors of the response are not a list: " + Quoted.of(mask.mask(errors.toString())));
      }
    }

    /** Returns whether the whole response is invalid. */
    boolean invalidateAll() {
      return invalid;
    }

    boolean invalidate(String list, int index) {
      return entries.contains(list + "/" + index);
    }

    private void add(JsonNode error, JsonNode answer, SourceLocation location, Problems problems) {
      String list = error.at("/path/0").asText();
      JsonNode index = error.at("/path/1");
      JsonNode entry = answer.path("data").path(list).path(index.asInt(-1));
      boolean known = index.isInt() && entry.path("path").isTextual();
      if (known) {
        entries.add(list + "/" + index.asInt());
      } else {
        invalid = true;
      }
      problems.add(
          location,
          "the server reports the error "
              + Quoted.of(mask.mask(error.path("message").asText(error.toString())))
              + (known ? " in " + Quoted.of(entry.path("path").textValue()) : ""));
    }
  }
}
