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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON schemas agree with the parser. */
class DesiredStateSchemaTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Pattern TEAM = Pattern.compile("^owner:", Pattern.MULTILINE);
  private static final String CLUSTERS =
      "environments: [{name: e, url: 'https://e.example.com'}]\nclusters: ";
  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void loadsTheExamplesOfTheDocumentation() throws IOException {
    Matcher blocks = YAML_BLOCK.matcher(Files.readString(DOCS.resolve("desired-state.md")));
    assertThat(blocks.find()).isTrue();
    do {
      String text = blocks.group(1);
      Kind kind =
          text.contains("context:")
              ? Kind.KUBERNETES
              : TEAM.matcher(text).find() ? Kind.TEAM : Kind.DESIRED_STATE;
      assertThat(errors(kind, text)).as(text).isEmpty();
      if (kind == Kind.KUBERNETES) {
        assertThat(problems(kind, text)).as(text).isEmpty();
      } else if (kind == Kind.DESIRED_STATE && !text.contains("include:")) {
        assertThat(load(text).problems()).as(text).isEmpty();
      }
    } while (blocks.find());
  }

  /** Files by their kind, as both the schema and the parser accept or refuse them. */
  private enum Kind {
    DESIRED_STATE("desired-state.schema.json"),
    TEAM("team.schema.json"),
    KUBERNETES("kubernetes-clusters.schema.json");

    private final String schema;

    Kind(String schema) {
      this.schema = schema;
    }
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: a, environment: e, namespaces: []}]"),
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: base, namespaces: [x]}]"),
        Arguments.of(
            Kind.DESIRED_STATE, "clusters: [{name: base, owner: team x, namespaces: [x]}]"),
        Arguments.of(
            Kind.DESIRED_STATE,
            "clusters: [{name: a, environment: e, policy: exclusive, hostGroup: b, namespaces: [x],"
                + " target: kubernetes-cluster, kubernetesCluster: {uid: u}, labels: {a: b}}]"),
        Arguments.of(Kind.DESIRED_STATE, "environments: [{name: f, url: 'https://f.example.com'}]"),
        Arguments.of(Kind.DESIRED_STATE, "include: []"),
        Arguments.of(Kind.TEAM, "owner: pay"),
        Arguments.of(Kind.TEAM, "{owner: 'Team Größe', clusters: []}"),
        Arguments.of(Kind.TEAM, "{owner: pay, clusters: [{name: base, namespaces: [x, y]}]}"),
        Arguments.of(Kind.TEAM, "{owner: pay, clusters: [{name: base, namespaces: []}]}"),
        Arguments.of(Kind.KUBERNETES, CLUSTERS + "[{name: a, environment: e}]"),
        Arguments.of(
            Kind.KUBERNETES, CLUSTERS + "[{name: a, environment: e, context: c, labels: {a: b}}]"),
        Arguments.of(Kind.KUBERNETES, CLUSTERS + "[]"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(Kind.DESIRED_STATE, "[]"),
        Arguments.of(
            Kind.DESIRED_STATE, "clusters: [{name: a, environment: e, namespaces: ['*']}]"),
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: a, environment: e, namespaces: [A]}]"),
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: a, environment: e}]"),
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: base}]"),
        Arguments.of(
            Kind.DESIRED_STATE, "clusters: [{name: base, policy: additive, namespaces: []}]"),
        Arguments.of(
            Kind.DESIRED_STATE, "clusters: [{name: base, labels: {a: b}, namespaces: []}]"),
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: base, owner: '', namespaces: []}]"),
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: base, owner: ' x', namespaces: []}]"),
        Arguments.of(Kind.DESIRED_STATE, "clusters: [{name: base, owner: [x], namespaces: []}]"),
        Arguments.of(
            Kind.DESIRED_STATE,
            "clusters: [{name: a, environment: e, namespaces: [], policy: other}]"),
        Arguments.of(
            Kind.DESIRED_STATE,
            "clusters: [{name: a, environment: e, namespaces: [], namespace: []}]"),
        Arguments.of(
            Kind.DESIRED_STATE,
            "clusters: [{name: a, environment: e, namespaces: [], hostGroup: dt.a}]"),
        Arguments.of(
            Kind.DESIRED_STATE,
            "clusters: [{name: a, environment: e, namespaces: [], labels: {a: 1}}]"),
        Arguments.of(
            Kind.DESIRED_STATE,
            "clusters: [{name: a, environment: e, namespaces: [], context: c}]"),
        Arguments.of(Kind.DESIRED_STATE, "environments: [{name: f, url: 'http://x'}]"),
        Arguments.of(Kind.DESIRED_STATE, "environments: [{name: f, url: 'https://x/?q'}]"),
        Arguments.of(Kind.DESIRED_STATE, "include: [../x]"),
        Arguments.of(Kind.DESIRED_STATE, "include: [/x]"),
        Arguments.of(Kind.DESIRED_STATE, "other: 1"),
        Arguments.of(Kind.TEAM, "owner: ''"),
        Arguments.of(Kind.TEAM, "owner: 5"),
        Arguments.of(Kind.TEAM, "{owner: pay, include: []}"),
        Arguments.of(Kind.TEAM, "{owner: pay, environments: []}"),
        Arguments.of(Kind.TEAM, "{owner: pay, clusters: [{name: base}]}"),
        Arguments.of(Kind.TEAM, "{owner: pay, clusters: [{name: base, owner: x, namespaces: []}]}"),
        Arguments.of(
            Kind.TEAM, "{owner: pay, clusters: [{name: base, environment: e, namespaces: []}]}"),
        Arguments.of(
            Kind.TEAM, "{owner: pay, clusters: [{name: base, policy: additive, namespaces: []}]}"),
        Arguments.of(Kind.KUBERNETES, CLUSTERS + "[{name: a}]"),
        Arguments.of(Kind.KUBERNETES, CLUSTERS + "[{name: a, environment: e, namespaces: []}]"),
        Arguments.of(Kind.KUBERNETES, CLUSTERS + "[{name: a, environment: e, owner: x}]"),
        Arguments.of(Kind.KUBERNETES, "owner: pay\n" + CLUSTERS + "[]"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void acceptsWhatTheSchemaAccepts(Kind kind, String text) throws IOException {
    assertThat(errors(kind, text)).isEmpty();
    assertThat(problems(kind, text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatTheSchemaRefuses(Kind kind, String text) throws IOException {
    assertThat(errors(kind, text)).isNotEmpty();
    assertThat(problems(kind, text)).isNotEmpty();
  }

  @Test
  void schemasAgreeOnWhatTheyShare() throws IOException {
    JsonNode all = schema(Kind.DESIRED_STATE).path("$defs");
    for (Kind kind : List.of(Kind.TEAM, Kind.KUBERNETES)) {
      schema(kind)
          .path("$defs")
          .properties()
          .forEach(
              definition -> {
                if (!definition.getKey().equals("cluster")) {
                  assertThat(definition.getValue()).isEqualTo(all.get(definition.getKey()));
                }
              });
    }
  }

  private static JsonNode schema(Kind kind) throws IOException {
    return new ObjectMapper().readTree(Files.readString(DOCS.resolve(kind.schema)));
  }

  private static List<Error> errors(Kind kind, String yaml) throws IOException {
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema(kind));
    return validator.validate(new YAMLMapper().readTree(yaml));
  }

  /** Reads a file next to one that defines the environment {@code e} and the cluster base. */
  private List<Problem> problems(Kind kind, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("file.yaml"), text);
    if (kind == Kind.KUBERNETES) {
      Problems problems = new Problems();
      PlainStateParser.withoutNamespaces(problems).read(file, Limits.DEFAULT);
      return problems.inOrder();
    }
    Files.writeString(
        folder.resolve("base.yaml"), CLUSTERS + "[{name: base, environment: e, namespaces: []}]");
    return new YamlFileSource(folder).load().problems();
  }

  private LoadedState load(String text) throws IOException {
    return new YamlFileSource(Files.writeString(folder.resolve("desired.yaml"), text)).load();
  }
}
