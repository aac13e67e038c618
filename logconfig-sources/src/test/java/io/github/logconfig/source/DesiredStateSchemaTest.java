package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.internal.yaml.PlainStateParser;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON schema agrees with the source. */
class DesiredStateSchemaTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void loadsTheExamplesOfTheDocumentation() throws IOException {
    Matcher blocks = YAML_BLOCK.matcher(Files.readString(DOCS.resolve("desired-state.md")));
    assertThat(blocks.find()).isTrue();
    do {
      String text = blocks.group(1);
      if (text.contains("context:")) {
        assertThat(problemsOfClusters(text)).as(text).isEmpty();
        continue;
      }
      assertThat(errors(text)).as(text).isEmpty();
      if (!text.contains("include:")) {
        assertThat(load(text).problems()).as(text).isEmpty();
      }
    } while (blocks.find());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "clusters: [{name: a, environment: e, namespaces: ['*']}]",
        "clusters: [{name: a, environment: e, namespaces: [A]}]",
        "clusters: [{name: a, environment: e}]",
        "clusters: [{name: a, environment: e, namespaces: [], policy: other}]",
        "clusters: [{name: a, environment: e, namespaces: [], namespace: []}]",
        "clusters: [{name: a, environment: e, namespaces: [], hostGroup: dt.a}]",
        "clusters: [{name: a, environment: e, namespaces: [], labels: {a: 1}}]",
        "environments: [{name: e, url: 'http://x'}]",
        "environments: [{name: e, url: 'https://x/?q'}]",
        "include: [../x]",
        "include: [/x]",
        "other: 1",
      })
  void rejectsWhatTheSchemaRejects(String text) throws IOException {
    assertThat(errors(text)).isNotEmpty();
    assertThat(load(text).problems()).isNotEmpty();
  }

  private static List<Error> errors(String yaml) throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Files.readString(DOCS.resolve("desired-state.schema.json")));
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
    return validator.validate(new YAMLMapper().readTree(yaml));
  }

  /** Of a file that names clusters which are asked themselves, without asking them. */
  private List<Problem> problemsOfClusters(String text) throws IOException {
    Problems problems = new Problems();
    Path file = Files.writeString(folder.resolve("clusters.yaml"), text);
    PlainStateParser reading = PlainStateParser.withoutNamespaces(problems);
    reading.read(file, Limits.DEFAULT);
    assertThat(reading.contexts()).isNotEmpty();
    return problems.inOrder();
  }

  private LoadedState load(String text) throws IOException {
    return new YamlFileSource(Files.writeString(folder.resolve("desired.yaml"), text)).load();
  }
}
