package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.appinterface.AppInterfaceParser;
import io.github.logconfig.source.internal.graphql.GraphQlConfig;
import io.github.logconfig.source.internal.graphql.GraphQlResponse;
import io.github.logconfig.source.internal.yaml.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 10,000 mutations of valid documents: every content is parsed or causes problems. */
class ReaderFuzzTest {

  private static final int CASES = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> FRAGMENTS =
      List.of(
          "null",
          "~",
          "[]",
          "{}",
          "''",
          "\"",
          "'",
          ":",
          ": ",
          "- ",
          ", ",
          "[",
          "]",
          "{",
          "}",
          "#",
          "&a ",
          "*a",
          "!x ",
          "!!binary ",
          "!!set ",
          "!<tag:x> ",
          "<<: *a",
          "? ",
          "|\n",
          ">-\n",
          "\n",
          "\r",
          "\t",
          "\n---\n",
          "\n...\n",
          "%YAML 1.1\n",
          "\u0000",
          "\u2028",
          "\ud83d",
          "\ufeff",
          "\ufffe",
          "1e999999999",
          "-0",
          "0x",
          "0o8",
          ".nan",
          "9".repeat(400),
          "true",
          "False",
          "yes",
          "2026-01-31",
          "$ref",
          "{$ref: /c.yml}",
          "/../..",
          "\\u0000",
          "\\ud83d",
          "\\",
          "https://",
          "https://[::",
          "https://a:99999",
          "__proto__",
          "[[[[[[[[",
          "a: b: c");

  private static final String YAML =
      """
      environments:
        - name: staging
          url: https://abc12345.live.dynatrace.com
      clusters:
        - &a
          name: app-sre-stage-01
          environment: staging
          hostGroup: group
          kubernetesCluster: {uid: 6c12a3b5-6d9e, name: Stage}
          policy: exclusive
          labels: {team: app-sre}
          namespaces: [github-mirror-stage, "glitchtip-stage"]
      """;

  private static final String DOCUMENTS =
      """
      {"$schema":"/dependencies/dynatrace-environment-1.yml","name":"staging",
       "environmentUrl":"https://abc12345.live.dynatrace.com"}
      ====
      $schema: /openshift/cluster-1.yml
      labels: {a: b}
      name: stage-01
      disable: {$ref: /i.yml}
      dynatraceEnvironment:
        $ref: /e.yml
      ====
      $schema: /openshift/namespace-1.yml
      name: a
      cluster: {$ref: /c.yml}
      enableDynatraceLogging: true
      delete: false
      ====
      $schema: /openshift/cluster-integrations-1.yml
      integrations: [other]
      """;

  private static final String ANSWER =
      """
      {"data":{"environments":[{"path":"/dt.yml","name":"staging",
        "environmentUrl":"https://abc12345.live.dynatrace.com"}],
      "clusters":[{"path":"/c.yml","name":"stage-01","labels":"{\\"team\\":\\"x\\"}",
        "dynatraceEnvironment":{"path":"/dt.yml"},"disable":{"integrations":["x"]},
        "namespaces":[{"path":"/n.yml","name":"a","delete":null,"enableDynatraceLogging":true}]}]},
      "errors":[{"message":"x","path":["clusters",0,"name"]}]}
      """;

  private static final String CONFIGURATION =
      """
      [graphql]
      server = "https://app-interface.example.com/graphql"
      token = "Bearer x"
      """;

  @TempDir private static Path folder;

  /** Files that are up to date: most mutations change one of four. */
  private static final Map<String, String> WRITTEN = new HashMap<>();

  /**
   * A reader with valid input.
   *
   * @param read returns the problems of a text
   */
  private record Reader(String name, String valid, Read read) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Read {
    List<Problem> problems(String text) throws IOException;
  }

  static Stream<Reader> readers() {
    return Stream.of(
        new Reader("YAML file", YAML, text -> problems(new YamlFileSource(write("f.yaml", text)))),
        new Reader("directory", DOCUMENTS, ReaderFuzzTest::directory),
        new Reader(
            "bundle",
            "{\"data\":{\"/c.yml\":{\"$schema\":\"/openshift/cluster-1.yml\",\"name\":\"c\","
                + "\"dynatraceEnvironment\":{\"$ref\":\"/e.yml\"},\"x\":[1]}},"
                + "\"git_commit\":\"0123abc\",\"git_commit_timestamp\":\"1690000000\"}",
            text -> problems(new BundleSource(write("data.json", text)))),
        new Reader("answer", ANSWER, ReaderFuzzTest::answer),
        new Reader("config.toml", CONFIGURATION, ReaderFuzzTest::configuration));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void reportsProblemsForEveryMutation(Reader reader) throws IOException {
    int valid = 0;
    for (int seed = 0; seed < CASES; seed++) {
      String text = mutated(reader.valid(), new Random(seed));
      try {
        List<Problem> problems = reader.read().problems(text);
        valid += problems.isEmpty() ? 1 : 0;
        assertThat(problems)
            .extracting(Problem::toString)
            .noneMatch(it -> it.codePoints().anyMatch(Character::isISOControl));
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ": " + text, e);
      }
    }
    assertThat(valid).isLessThan(CASES);
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations && !mutated.isEmpty(); i++) {
      int from = random.nextInt(mutated.length());
      int to = Math.min(mutated.length(), from + 1 + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> mutated.delete(from, to);
        case 1 -> mutated.insert(from, mutated.substring(from, to));
        case 2 -> mutated.setLength(from);
        case 3 -> mutated.replace(from, to, fragment(random));
        default -> mutated.insert(from, fragment(random));
      }
    }
    return mutated.toString();
  }

  private static String fragment(Random random) {
    return FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
  }

  private static List<Problem> directory(String text) throws IOException {
    List<String> parts = new ArrayList<>(List.of(text.split("====\n", -1)));
    String[] names = {"e.yml", "c.yml", "n.yml", "i.yml"};
    for (int i = 0; i < names.length; i++) {
      write("tree/" + names[i], i < parts.size() ? parts.get(i) : "");
    }
    return problems(new AppInterfaceDirectorySource(folder.resolve("tree")));
  }

  private static List<Problem> answer(String text) throws IOException {
    Problems problems = new Problems();
    try {
      GraphQlResponse answer = new GraphQlResponse(problems);
      answer.read(JSON.readTree(text), SourceLocation.ofFile("server"), SecretMask.BY_FORM);
      return new AppInterfaceParser(answer.documents(), "logconfig", problems)
          .read(SourceLocation.ofFile("server"))
          .problems();
    } catch (JsonProcessingException e) {
      return List.of(new Problem("server", 0, "not JSON"));
    }
  }

  private static List<Problem> configuration(String text) throws IOException {
    Problems problems = new Problems();
    GraphQlConfig.read(write("config.toml", text), problems);
    return problems.inOrder();
  }

  private static List<Problem> problems(DesiredStateSource source) {
    LoadedState loaded = source.load();
    return Stream.of(loaded.problems(), loaded.warnings()).flatMap(List::stream).toList();
  }

  private static Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    if (!text.equals(WRITTEN.put(name, text))) {
      Files.createDirectories(file.getParent());
      // some file systems write a file to the disk at once if it is truncated
      Files.deleteIfExists(file);
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
