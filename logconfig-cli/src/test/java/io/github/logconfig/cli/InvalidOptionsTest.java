package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Invalid values of every option of every command. */
class InvalidOptionsTest {

  private static final String INVALID = "\u001B[31m non sense *";

  /** Options for which the usual value would be valid. */
  private static final Map<String, String> SPECIAL_INVALID =
      Map.of("--out", "/nowhere at all/non sense *");

  /** Options that accept any text, or a file that is written after the start. */
  private static final Map<String, Set<String>> ANY_VALUE =
      Map.of(
          "simulate",
          Set.of(
              "--token",
              "--host-group",
              "--kubernetes-cluster",
              "--host",
              "--built-in-rule",
              "--port-file",
              "--certificate-file"),
          "run",
          Set.of("--port-file"),
          "manifests",
          Set.of("--out-dir"));

  private static final Set<String> ANY_VALUE_EVERYWHERE = Set.of("--adopt-title");

  private static final Set<String> SOURCES =
      Set.of(
          "--file",
          "--data",
          "--bundle",
          "--graphql",
          "--graphql-config",
          "--kubernetes",
          "--source",
          "--plan");
  private static final Set<String> OFFLINE =
      Set.of("validate", "fingerprint", "manifests", "simulate");

  /** Commands without a desired state, and their arguments. */
  private static final Map<String, List<String>> STANDALONE =
      Map.of(
          "completion", List.of("bash"),
          "help", List.of("plan"),
          "show", List.of("plan.json"),
          "version", List.of());

  @TempDir private static Path folder;
  private static DynatraceSimulator simulator;

  private record Result(int status, String out, String err) {}

  @BeforeAll
  static void start() throws IOException {
    simulator = DynatraceSimulator.builder().hostGroup("stage-01").start();
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
        """);
    Files.writeString(folder.resolve("token"), "dt0c01.PUBLIC.SECRET");
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  static Stream<Arguments> options() {
    return LogConfigCommand.commandLine().getSubcommands().entrySet().stream()
        .flatMap(
            command ->
                command.getValue().getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .filter(
                        option ->
                            !ANY_VALUE_EVERYWHERE.contains(option)
                                && !ANY_VALUE
                                    .getOrDefault(command.getKey(), Set.of())
                                    .contains(option))
                    .map(option -> Arguments.of(command.getKey(), option)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void rejectsInvalidValueAndSendsNothing(String command, String option) {
    simulator.clearRequests();
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(validArguments(command, option));
    arguments.add(option + "=" + SPECIAL_INVALID.getOrDefault(option, INVALID));

    Result result = run(arguments.toArray(String[]::new));

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.err())
        .contains(option, "non sense")
        .doesNotContain("\u001B", "Exception", "\tat ", "SECRET");
    assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(simulator.requests()).isEmpty();
  }

  /** Options with a value, except those of the simulator. */
  static Stream<Arguments> optionsWithValue() {
    CommandLine logconfig = LogConfigCommand.commandLine();
    return options()
        .filter(
            it -> {
              String command = (String) it.get()[0];
              OptionSpec option =
                  logconfig
                      .getSubcommands()
                      .get(command)
                      .getCommandSpec()
                      .findOption((String) it.get()[1]);
              return !command.equals("simulate") && option.arity().max() > 0;
            });
  }

  @ParameterizedTest
  @MethodSource("optionsWithValue")
  void rejectsEmptyValue(String command, String option) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(validArguments(command, option));
    arguments.add(option + "=");

    Result result = run(arguments.toArray(String[]::new));

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.err()).contains(option).doesNotContain("Exception", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--file", "--plan", "--config", "--token-file", "--bundle", "--data"})
  void rejectsUnreadableFileByName(String option) throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1, 2});
    Path huge = Files.write(folder.resolve("huge"), new byte[17 * 1_024 * 1_024]);
    Path missing = folder.resolve("missing");
    Path below = empty.resolve("below");
    Path other = Files.createDirectories(folder.resolve("other"));
    String command = option.equals("--plan") ? "apply" : "plan";

    for (Path file : List.of(empty, binary, huge, missing, below, other)) {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.addAll(validArguments(command, option));
      arguments.add(option + "=" + file);
      Result result = run(arguments.toArray(String[]::new));
      assertThat(result.status()).as(file + ": " + result.err()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(result.err())
          .contains(file.getFileName().toString())
          .doesNotContain("Exception", "\tat ")
          .hasLineCount(1);
    }
  }

  @Test
  void rejectsContradictoryOptions() {
    String desired = folder.resolve("desired.yaml").toString();

    for (String[] arguments :
        List.of(
            new String[] {"validate", "--file", desired, "--data", folder.toString()},
            new String[] {"validate", "--file", desired, "--file", desired},
            new String[] {"apply", "--plan", "p.json", "--file", desired},
            new String[] {"apply", "--plan", "p.json", "--cluster", "a"},
            new String[] {"explain", "--file", desired, "a", "--namespace", "b"},
            new String[] {"plan"},
            new String[] {"plan", "--file"},
            new String[] {"explain", "--file", desired},
            new String[] {"completion", "fish"},
            new String[] {"plan", "@" + desired},
            new String[] {})) {
      Result result = run(arguments);
      assertThat(result.status())
          .as(String.join(" ", arguments) + ": " + result.err())
          .isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).startsWith("logconfig: ").doesNotContain("Exception");
      assertThat(result.err().lines().count()).isBetween(1L, 2L);
    }
  }

  @Test
  void reportsRepeatedOptionsInOneLine() {
    assertThat(run("plan", "--file", "a", "--file", "b").err())
        .isEqualTo("logconfig: --file is given twice\nSee logconfig plan --help.\n");
    assertThat(run("plan", "-f", "a", "--out", "b", "--out", "c").err())
        .isEqualTo("logconfig: --out is given twice\nSee logconfig plan --help.\n");
  }

  @Test
  void suggestsOnlyCloseNames() {
    assertThat(run("import2go2go").err())
        .isEqualTo("logconfig: unknown command \"import2go2go\"\nSee logconfig --help.\n");
    assertThat(run("help", "vlidate").err())
        .isEqualTo("logconfig: unknown command \"vlidate\"; did you mean validate?\n");
    String desired = "--file=" + folder.resolve("desired.yaml");
    assertThat(run("validate", desired, "--cluster", "stage-02").err())
        .endsWith("\"stage-02\" is not in the desired state; known are stage-01\n");
    assertThat(run("validate", desired, "--cluster", "prod-*").err())
        .endsWith("\"prod-*\" matches nothing in the desired state; known are stage-01\n");
  }

  @Test
  void suggestsSimilarNames() {
    assertThat(run("aply").err()).startsWith("logconfig: unknown command \"aply\"\nDid you mean ");
    assertThat(run("plan", "--fiel", "x").err())
        .startsWith("logconfig: unknown option \"--fiel\" of logconfig plan\nDid you mean --file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--output=json", "--output json", "-o json", "-ojson"})
  void reportsInvalidInputAsJson(String output) throws IOException {
    String desired =
        Files.writeString(folder.resolve("bad.yaml"), "clusters: [{name: 1}]").toString();
    for (String arguments :
        List.of("validate --file " + desired, "validate", "validate --nonsense", "apply")) {
      Result result = run((arguments + " " + output).split(" "));

      assertThat(result.status()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(result.err()).isNotEmpty();
      JsonNode error = new ObjectMapper().readTree(result.out()).get("error");
      assertThat(error.get("message").asText()).isNotEmpty();
      assertThat(error.get("problems")).isNotEmpty();
      boolean ofFile = arguments.contains("bad.yaml");
      assertThat(error.get("kind").asText()).isEqualTo(ofFile ? "DESIRED_STATE" : "CONFIGURATION");
      if (ofFile) {
        assertThat(error.get("problems").get(0).get("file").asText()).isEqualTo(desired);
        assertThat(error.get("problems").get(0).get("line").asInt()).isPositive();
      }
    }
  }

  @Test
  void requiresConfirmationWithoutTerminal() {
    simulator.clearRequests();
    List<String> arguments = new ArrayList<>(List.of("apply"));
    arguments.addAll(validArguments("apply", "--yes"));

    Result result = run(arguments.toArray(String[]::new));

    assertThat(result.status()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.err()).contains("--yes");
    assertThat(simulator.requests()).isEmpty();
  }

  @Test
  void showsExamplesOfEveryCommand() {
    LogConfigCommand.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
                    .as(name)
                    .contains("\n  logconfig " + name));
  }

  /** Valid arguments of a command without one option. */
  private static List<String> validArguments(String command, String option) {
    List<String> arguments = new ArrayList<>();
    if (STANDALONE.containsKey(command)) {
      return STANDALONE.get(command);
    }
    if (!SOURCES.contains(option) && !command.equals("simulate")) {
      arguments.add("--file=" + folder.resolve("desired.yaml"));
    }
    if (command.equals("manifests") && !option.equals("--image")) {
      arguments.add("--image=example.com/logconfig:1");
    }
    if (command.equals("run") && !option.equals("--once")) {
      arguments.add("--once");
    }
    if (command.equals("apply") && !option.equals("--yes")) {
      arguments.add("--yes");
    }
    if (!OFFLINE.contains(command)) {
      if (!option.equals("--endpoint")) {
        arguments.add("--endpoint=staging=" + simulator.baseUrl());
      }
      if (!option.equals("--token-file")) {
        arguments.add("--token-file=" + folder.resolve("token"));
      }
      if (command.equals("explain") && !option.equals("--namespace")) {
        arguments.add("a");
      }
    }
    return arguments;
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        LogConfigCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(
        status,
        out.toString(),
        err.toString().replaceAll("(?m)^.*can be read by all users.*\\n", ""));
  }
}
