package io.github.logconfig.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.logconfig.cli.configuration.InvalidConfigurationException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.cli.configuration.OperatorConfiguration.Pin;
import io.github.logconfig.cli.configuration.OperatorConfiguration.SourceLocation;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.rollout.ArrivalLimit;
import io.github.logconfig.reconcile.rollout.NamePattern;
import io.github.logconfig.reconcile.rollout.Stage;
import io.github.logconfig.reconcile.rollout.StageSelector;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorConfigurationTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");

  @TempDir private Path folder;

  @Test
  void readsTheExampleOfTheDocumentation() throws IOException {
    Matcher block = YAML_BLOCK.matcher(Files.readString(DOCS.resolve("configuration.md")));
    assertThat(block.find()).isTrue();
    assertThat(schemaErrors(block.group(1))).isEmpty();

    OperatorConfiguration read = read(block.group(1));

    assertThat(read.environments())
        .containsEntry(
            new EnvironmentName("production"),
            new Pin(
                URI.create("https://managed.example.com/e/0b1c2d3e"),
                Optional.of(URI.create("https://activegate.example.com:9999/e/0b1c2d3e")),
                Optional.of(folder.resolve("tokens/production")),
                Optional.empty()))
        .containsKey(STAGING.name());
    assertThat(read.environments().get(new EnvironmentName("platform")).oauth())
        .map(OAuthClient::clientId)
        .contains("dt0s02.ABC");
    assertThat(read.network().proxy()).contains("http://proxy.example.com:3128");
    assertThat(read.network().caFile()).contains(folder.resolve("company-ca.pem"));
    assertThat(read.owner()).contains(new Owner("logconfig"));
    assertThat(read.policy()).contains(Policy.ADDITIVE);
    assertThat(read.impactLimit()).contains(new ImpactLimit(0, 10, true, false));
    assertThat(read.onlyEnvironments()).containsExactly("staging");
    assertThat(read.source())
        .contains(new SourceLocation("file", folder.resolve("desired.yaml").toString()));
    assertThat(read.timeouts().connect()).contains(Duration.ofSeconds(5));
    assertThat(read.timeouts().total()).contains(Duration.ofMinutes(10));
  }

  @Test
  void acceptsMissingKeys() throws IOException {
    assertThat(read("{}")).isEqualTo(OperatorConfiguration.EMPTY);
    assertThat(read("guard: {maxStopping: 25}").impactLimit())
        .contains(new ImpactLimit(25, 0, true, false));
  }

  @Test
  void reportsEveryProblemWithItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("logconfig.yaml"),
            """
            environments:
              - name: staging
                url: http://abc12345.live.dynatrace.com
              - name: "a/b"
                url: https://abc12345.live.dynatrace.com
                endpoint: ftp://x
              - url: https://x.live.dynatrace.com
                token: dt0c01.A.SECRET
            policy: some
            guard: {maxStopping: 200%}
            source: {file: a, data: b}
            timeouts: {total: 3 days}
            polcy: additive
            """);

    InvalidConfigurationException refused =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> OperatorConfiguration.read(file));

    assertThat(refused.problems())
        .extracting(problem -> problem.location().line())
        .containsExactly(3, 4, 6, 7, 8, 9, 10, 11, 12, 13);
    assertThat(refused)
        .message()
        .contains("logconfig.yaml:3: environment URL \"http://abc12345.live.dynatrace.com\" is not")
        .contains("logconfig.yaml:13: unknown key \"polcy\" of the configuration; known are")
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "environments: {}",
        "environments: [{name: a}]",
        "environments: [{name: a, url: 'http://x'}]",
        "environments: [{name: a, url: 'https://x', endpoint: 'ftp://x'}]",
        "environments: [{name: a, url: 'https://x', token: x}]",
        "environments: [{name: a, url: 'https://x', tokenFile: x, oauth: {clientId: a, secretFile:"
            + " b}}]",
        "environments: [{name: a, url: 'https://x', oauth: {clientId: a}}]",
        "owner: 'A B'",
        "policy: other",
        "guard: {maxStopping: '101%'}",
        "guard: {maxStopping: -1}",
        "guard: []",
        "selection: {cluster: [a]}",
        "source: {file: a, data: b}",
        "source: {}",
        "timeouts: {total: 10}",
        "timeouts: {read: 10s}",
        "stages: []",
        "stages: {canary: {}}",
        "stages: [{soak: 1h}]",
        "stages: [{name: A}]",
        "stages: [{name: rest}]",
        "stages: [{name: a, soak: soon}]",
        "stages: [{name: a, soak: 3600}]",
        "stages: [{name: a, labels: [x=y]}]",
        "stages: [{name: a, arrival: {maxMissing: -1}}]",
        "stages: [{name: a, arrival: 0}]",
        "stages: [{name: a, clusters: b}]",
        "other: 1",
      })
  void rejectsWhatTheSchemaRejects(String text) throws IOException {
    assertThat(schemaErrors(text)).isNotEmpty();
    assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> read(text)))
        .isNotNull();
  }

  @Test
  void readsStages() throws IOException {
    List<Stage> stages =
        read("""
        stages:
          - name: canary
            clusters: ['*-canary-*', c1]
            environments: [stag*]
            labels: {ring: canary}
            soak: 7d
            arrival: {maxMissing: 1, maxUnknown: 2, maxSilent: 3}
          - name: others
            arrival: {}
        """)
            .stages();

    assertThat(stages)
        .containsExactly(
            new Stage(
                "canary",
                new StageSelector(
                    List.of(new NamePattern("*-canary-*"), new NamePattern("c1")),
                    List.of(new NamePattern("stag*")),
                    Map.of("ring", "canary")),
                Duration.ofDays(7),
                Optional.of(new ArrivalLimit(1, 0, 2, 3))),
            new Stage("others", StageSelector.ALL, Duration.ZERO, Optional.of(ArrivalLimit.NONE)));
  }

  @Test
  void reportsProblemsOfStages() {
    InvalidConfigurationException refused =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                read(
                    """
                    stages:
                      - {name: a, clusters: [c1], soak: 31d}
                      - {name: a, soak: soon}
                      - {name: rest, clusters: [c2]}
                      - {name: b, clusters: [c3], arrival: {maxMissing: some}}
                    """));

    assertThat(refused.problems())
        .extracting(problem -> problem.location().line() + ": " + problem.message())
        .containsExactly(
            "2: soak time \"31d\" is not a number and a unit such as 30m, 12h or 7d, of at most"
                + " 30d",
            "3: soak time \"soon\" is not a number and a unit such as 30m, 12h or 7d, of at most"
                + " 30d",
            "3: stage a is defined more than once",
            "3: stage a selects every cluster, so later stages have none; expected clusters,"
                + " environments or labels, or make it the last stage",
            "4: stage rest: the name of the last stage with all clusters that no stage selects;"
                + " expected another name",
            "5: maxMissing \"some\" is not a number of namespaces, 0 or more");
  }

  @Test
  void reportsUnreadableFiles() throws IOException {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path huge = Files.writeString(folder.resolve("huge"), "#".repeat(1_100_000));
    Path missing = folder.resolve("missing");

    for (Path file : List.of(binary, empty, huge, missing, folder)) {
      assertThat(
              catchThrowableOfType(
                  InvalidConfigurationException.class, () -> OperatorConfiguration.read(file)))
          .as(file.toString())
          .message()
          .startsWith(file + ": ")
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "staging, https://abc12345.live.dynatrace.com, ''",
    "staging, https://ABC12345.live.dynatrace.com/, ''",
    "staging, https://evil123.live.dynatrace.com, refusing to send the token",
    "other, https://abc12345.live.dynatrace.com, is not in the configuration file",
  })
  void refusesTokensForOtherUrls(String name, String url, String objection) throws IOException {
    OperatorConfiguration pinned =
        read("environments: [{name: staging, url: 'https://abc12345.live.dynatrace.com'}]");

    assertThat(pinned.objectionTo(Environment.of(name, url)).orElse("")).contains(objection);
    assertThat(pinned.objectionTo(Environment.of(name, url)).isEmpty())
        .isEqualTo(objection.isEmpty());
    assertThat(OperatorConfiguration.EMPTY.objectionTo(STAGING)).isEmpty();
  }

  @Test
  void reportsProblemsForEveryMutation() throws IOException {
    String valid =
        """
        environments:
          - {name: staging, url: "https://abc12345.live.dynatrace.com", endpoint: "https://a:1/e/x"}
        owner: logconfig
        policy: additive
        guard: {maxStopping: 10%}
        selection: {clusters: [a], environments: [staging]}
        stages: [{name: a, clusters: ['a*'], labels: {b: c}, soak: 1h, arrival: {maxMissing: 1}}]
        source: {file: desired.yaml}
        integration: logconfig
        timeouts: {connect: 5s, request: 30s, total: 10m}
        """;
    List<String> fragments =
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
            "{",
            "}",
            "#",
            "&a ",
            "*a",
            "!x ",
            "!!binary ",
            "<<: *a",
            "? ",
            "|\n",
            "\n---\n",
            "%YAML 1.1\n",
            "\u0000",
            "\u2028",
            "\ufeff",
            "1e999999999",
            "0x",
            ".nan",
            "9".repeat(400),
            "True",
            "yes",
            "2026-01-31",
            "\\",
            "https://",
            "https://[::",
            "https://a:99999",
            "[[[[[[[[");
    int refused = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(valid);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(12));
        text.replace(
            from,
            random.nextBoolean() ? from : to,
            random.nextBoolean() ? "" : fragment(fragments, random));
      }
      try {
        read(text.toString());
      } catch (InvalidConfigurationException e) {
        refused++;
        assertThat(e.problems())
            .extracting(Problem::toString)
            .noneMatch(it -> it.codePoints().anyMatch(Character::isISOControl));
      }
    }
    assertThat(refused).isPositive();
  }

  private static String fragment(List<String> fragments, Random random) {
    return fragments.get(random.nextInt(fragments.size()));
  }

  private OperatorConfiguration read(String text) throws IOException {
    return OperatorConfiguration.read(Files.writeString(folder.resolve("logconfig.yaml"), text));
  }

  private static List<Error> schemaErrors(String yaml) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            new ObjectMapper().readTree(Files.readString(DOCS.resolve("logconfig.schema.json"))))
        .validate(yaml, InputFormat.YAML);
  }
}
