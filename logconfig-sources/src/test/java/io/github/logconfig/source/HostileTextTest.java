package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.internal.appinterface.AppInterfaceSchema;
import io.github.logconfig.source.internal.appinterface.DataFiles;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid namespace names in every source: the problem is one line and the cluster is left out. */
class HostileTextTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String URL = "https://abc12345.live.dynatrace.com";

  @TempDir private Path folder;

  static Stream<String> names() {
    return Stream.of(
        "",
        " ",
        "*",
        "a*",
        "?",
        "..",
        "../other",
        "a/b",
        "a,b",
        "a b",
        "a.b",
        "[a]",
        "{a: b}",
        "a: b",
        "- a",
        "#a",
        "&a",
        "!a",
        "'a'",
        "\"a\"",
        "a\nb",
        "a\r\nX-Header: b",
        "a\tb",
        "a\u0000b",
        "a\u2028b",
        "\u202ea",
        "`a`",
        "|a|b|",
        "[a](https://example.com)",
        "<script>",
        "{{ .Values.x }}",
        "{{ $labels.x }}",
        "${HOME}",
        "$(HOME)",
        "a\"} or vector(1) #",
        "A",
        "ä",
        "-a",
        "a-",
        "a".repeat(64));
  }

  @ParameterizedTest
  @MethodSource("names")
  void rejectsInvalidNamesInEverySource(String name) throws Exception {
    List<LoadedState> loaded = new ArrayList<>();
    loaded.add(new YamlFileSource(yamlFile(name)).load());
    Path tree = tree(name);
    loaded.add(new AppInterfaceDirectorySource(tree).load());
    AppInterfaceData data = new AppInterfaceData(tree);
    loaded.add(
        new BundleSource(Files.writeString(folder.resolve("data.json"), data.bundle())).load());
    try (QontractEngine server = new QontractEngine(data, "dynatraceEnvironment", true)) {
      loaded.add(GraphQlSource.of(server.graphql(), Optional.empty()).load());
    }

    for (LoadedState state : loaded) {
      assertThat(state.state().clusters()).isEmpty();
      assertThat(state.problems()).isNotEmpty();
      assertThat(state.worst()).contains(Problem.Kind.INVALID);
      assertThat(state.problems().get(0).toString())
          .contains("namespace \"")
          .contains("is not a DNS label")
          .matches(text -> text.codePoints().noneMatch(HostileTextTest::breaksLines), "one line");
    }
  }

  private static boolean breaksLines(int character) {
    return Character.isISOControl(character)
        || Character.getType(character) == Character.LINE_SEPARATOR
        || Character.getType(character) == Character.FORMAT;
  }

  /** JSON is YAML and quotes all text. */
  private Path yamlFile(String name) throws IOException {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.putArray("environments").addObject().put("name", "staging").put("url", URL);
    state
        .putArray("clusters")
        .addObject()
        .put("name", "c")
        .put("environment", "staging")
        .putArray("namespaces")
        .add("valid")
        .add(name);
    return Files.writeString(folder.resolve("desired.yaml"), JSON.writeValueAsString(state));
  }

  private Path tree(String name) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    write(
        tree,
        "dt.yml",
        document(AppInterfaceSchema.ENVIRONMENT, "staging").put("environmentUrl", URL));
    ObjectNode cluster = document(AppInterfaceSchema.CLUSTER, "c");
    cluster.putObject("dynatraceEnvironment").put(YamlNode.REFERENCE, "/dt.yml");
    write(tree, "c.yml", cluster);
    ObjectNode namespace =
        document(AppInterfaceSchema.NAMESPACE, name).put(AppInterfaceSchema.OPT_IN, true);
    namespace.putObject("cluster").put(YamlNode.REFERENCE, "/c.yml");
    write(tree, "n.yml", namespace);
    return tree;
  }

  private static ObjectNode document(String schema, String name) {
    return JsonNodeFactory.instance.objectNode().put(DataFiles.SCHEMA, schema).put("name", name);
  }

  private static void write(Path tree, String file, ObjectNode document) throws IOException {
    Files.writeString(tree.resolve(file), JSON.writeValueAsString(document));
  }
}
