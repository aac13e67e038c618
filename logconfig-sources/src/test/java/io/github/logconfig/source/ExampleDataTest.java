package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.logconfig.source.internal.appinterface.AppInterfaceSchema;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The example passes the platform's own validator. The validator is not part of this build, so the
 * required keys of its schemas are repeated here.
 */
class ExampleDataTest {

  private static final Path EXAMPLE = Path.of("../examples/app-interface");

  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          AppInterfaceSchema.ENVIRONMENT,
          List.of("name", "description", "environmentID", "environmentUrl", "bootstrapToken"),
          AppInterfaceSchema.CLUSTER,
          List.of(
              "labels",
              "name",
              "consoleUrl",
              "prometheusUrl",
              "serverUrl",
              "elbFQDN",
              "description",
              "internal",
              "auth"),
          AppInterfaceSchema.NAMESPACE,
          List.of("labels", "name", "description", "cluster", "app", "environment"),
          "/app-sre/app-1.yml",
          List.of(
              "labels",
              "name",
              "description",
              "escalationPolicy",
              "onboardingStatus",
              "serviceOwners",
              "sopsUrl",
              "architectureDocument",
              "grafanaUrls",
              "appCode"),
          "/app-sre/product-1.yml",
          List.of("labels", "name", "description", "productOwners"),
          "/app-sre/environment-1.yml",
          List.of("labels", "name", "description", "product", "servicePhase"),
          "/app-sre/escalation-policy-1.yml",
          List.of("name", "description", "channels"),
          "/access/permission-1.yml",
          List.of("labels", "name", "description", "service", "handle", "workspace", "channels"),
          "/dependencies/slack-workspace-1.yml",
          List.of("labels", "name", "description", "token"));

  @Test
  void hasRequiredKeysAndResolvableReferences() throws IOException {
    Map<String, JsonNode> documents = documents();
    assertThat(documents).isNotEmpty();
    documents.forEach(
        (path, document) -> {
          String schema = document.path("$schema").asText();
          assertThat(REQUIRED).as(path).containsKey(schema);
          assertThat(REQUIRED.getOrDefault(schema, List.of()))
              .as(path)
              .allMatch(document::hasNonNull);
          assertThat(documents.keySet())
              .as(path)
              .containsAll(document.findValuesAsText(YamlNode.REFERENCE));
        });
  }

  private static Map<String, JsonNode> documents() throws IOException {
    Map<String, JsonNode> documents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        documents.put(
            "/" + EXAMPLE.relativize(file), new YAMLMapper().readTree(Files.readString(file)));
      }
    }
    return documents;
  }
}
