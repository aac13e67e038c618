package io.github.logconfig.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.logconfig.source.internal.appinterface.AppInterfaceSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tree of app-interface data in the other forms in which it is handed out. */
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

  /** The documents of a schema, each with its path, as the server adds it. */
  List<ObjectNode> ofSchema(String schema) {
    return documents.keySet().stream()
        .map(this::document)
        .flatMap(Stream::ofNullable)
        .filter(document -> schema(document).equals(schema))
        .toList();
  }

  List<ObjectNode> namespacesOf(String cluster) {
    return ofSchema(AppInterfaceSchema.NAMESPACE).stream()
        .filter(namespace -> namespace.at("/cluster/$ref").asText().equals(cluster))
        .toList();
  }

  @Nullable ObjectNode document(String path) {
    ObjectNode document = documents.get(path);
    return document == null ? null : document.deepCopy().put("path", path);
  }

  private static String schema(JsonNode document) {
    return document.path("$schema").asText();
  }
}
