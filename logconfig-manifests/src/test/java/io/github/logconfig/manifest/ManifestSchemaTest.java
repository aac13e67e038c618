package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Validates every object against the schema of its kind. */
class ManifestSchemaTest {

  private static final Path SCHEMAS = Path.of("src/test/resources/schemas/manifests.schema.json");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(strings = {"0.12", "1.0", "1.2", "1.4", "1.5", "1.6", "1.7", "1.8", "1.10"})
  void rendersValidObjects(String release) throws IOException {
    Set<String> kinds = new TreeSet<>();
    for (String file :
        Samples.everything(OperatorRelease.parse(release))
            .files(Samples.cluster("a", "b"))
            .values()) {
      for (JsonNode object : documents(file)) {
        assertThat(errors(object)).as(object.toPrettyString()).isEmpty();
        kinds.add(object.path("kind").asText());
      }
    }
    assertThat(kinds)
        .containsExactly(
            "ConfigMap",
            "CronJob",
            "Deployment",
            "DynaKube",
            "Job",
            "Namespace",
            "OperatorGroup",
            "PodMonitor",
            "PrometheusRule",
            "Subscription");
  }

  @Test
  void rendersAnIndexedJobWithOneFilePerIndex() throws IOException {
    List<HasMetadata> objects =
        Samples.JOB.fleetManifests(
            List.of(
                Samples.clusterOf("one", "staging", "a"), Samples.clusterOf("two", "staging", "b")),
            10);
    List<JsonNode> documents = documents(ManifestYaml.of(objects));

    for (JsonNode object : documents) {
      assertThat(errors(object)).as(object.toPrettyString()).isEmpty();
    }
    assertThat(documents.get(0).path("data").fieldNames())
        .toIterable()
        .containsExactly("0.yaml", "1.yaml");
    assertThat(documents.get(1).at("/spec/completions").asInt()).isEqualTo(2);
    assertThat(documents.get(1).at("/spec/parallelism").asInt()).isEqualTo(2);
    assertThat(documents.get(1).at("/spec/template/spec/containers/0/args"))
        .extracting(JsonNode::asText)
        .containsSequence("--file", "/desired-state/$(JOB_COMPLETION_INDEX).yaml");
  }

  @Test
  void detectsUnknownFields() throws IOException {
    JsonNode job = documents(ManifestYaml.of(Samples.JOB.manifests(Samples.cluster()))).get(1);
    ObjectNode spec = (ObjectNode) job.path("spec");
    spec.put("backoffLimits", 1);

    assertThat(errors(job)).hasSize(1);
  }

  @Test
  void readsBackTheSameObject() throws IOException {
    HasMetadata job = Samples.JOB.manifests(Samples.cluster("a")).get(1);

    assertThat(YAML.readValue(ManifestYaml.write(job), Job.class)).isEqualTo(job);
  }

  private static List<JsonNode> documents(String yaml) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> found = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      found.forEachRemaining(documents::add);
    }
    return documents;
  }

  private static List<Error> errors(JsonNode object) throws IOException {
    ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(Files.readString(SCHEMAS));
    schema.put("$ref", "#/$defs/" + object.path("kind").asText());
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema)
        .validate(object);
  }
}
