package io.github.logconfig.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tree of app-interface data in the two other forms in which qontract-server hands it out. */
final class AppInterfaceData {

  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> documents = new TreeMap<>();

  AppInterfaceData(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(root)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      documents.put(
          "/" + root.relativize(file),
          (ObjectNode) new YAMLMapper().readTree(Files.readString(file)));
    }
  }

  /** As the bundler writes it: compact, sorted keys, a digest in every document. */
  String bundle() throws IOException {
    ObjectNode bundle = NODES.objectNode();
    ObjectNode data = bundle.putObject("data");
    documents.forEach(
        (path, document) ->
            data.set(path, document.deepCopy().put("$file_sha256sum", "0".repeat(64))));
    bundle.put("git_commit", COMMIT).put("git_commit_timestamp", "1690000000");
    bundle.putArray("graphql").addObject().put("name", "Cluster_v1");
    bundle.putObject("resources").putObject("/x.yaml").put("content", "x: {\n").put("path", "/x");
    bundle.putObject("schemas").putObject("/common-1.json").put("type", "object");
    return JSON.writeValueAsString(bundle);
  }

  /** As the server answers the query: nulls for what is not there, json fields as text. */
  String answer() throws IOException {
    ObjectNode data = NODES.objectNode();
    ArrayNode environments = data.putArray("environments");
    ArrayNode clusters = data.putArray("clusters");
    documents.forEach(
        (path, document) -> {
          if (schema(document).equals(AppInterfaceSchema.ENVIRONMENT)) {
            environments.add(picked(path, document, "name", "environmentUrl"));
          } else if (schema(document).equals(AppInterfaceSchema.CLUSTER)) {
            clusters.add(cluster(path, document));
          }
        });
    ObjectNode answer = NODES.objectNode();
    answer.set("data", data);
    answer.putObject("extensions").putArray("schemas").add(AppInterfaceSchema.CLUSTER);
    return JSON.writeValueAsString(answer);
  }

  private ObjectNode cluster(String path, ObjectNode document) {
    ObjectNode cluster = picked(path, document, "name", "disable");
    cluster.put("labels", document.path("labels").toString());
    JsonNode reference = document.at("/dynatraceEnvironment/$ref");
    if (documents.containsKey(reference.asText())) {
      cluster.putObject("dynatraceEnvironment").set("path", reference);
    } else {
      cluster.putNull("dynatraceEnvironment");
    }
    ArrayNode namespaces = cluster.putArray("namespaces");
    documents.forEach(
        (other, namespace) -> {
          if (namespace.at("/cluster/$ref").asText().equals(path)) {
            namespaces.add(picked(other, namespace, "name", "delete", AppInterfaceSchema.OPT_IN));
          }
        });
    return cluster;
  }

  private static ObjectNode picked(String path, ObjectNode document, String... fields) {
    ObjectNode picked = NODES.objectNode().put("path", path);
    for (String field : fields) {
      picked.set(field, document.has(field) ? document.get(field) : NODES.nullNode());
    }
    return picked;
  }

  private static String schema(JsonNode document) {
    return document.path("$schema").asText();
  }
}
