package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Every option of every command, as the commands themselves tell of them, with nonsense. */
class NonsenseOptionsTest {

  private static final String NONSENSE = "\u001B[31m non sense *";

  /** Where the usual nonsense would make sense. */
  private static final Map<String, String> OTHER_NONSENSE =
      Map.of("--out", "/nowhere at all/non sense *");

  /** Options that take any text there is, or a file to be written once the simulator runs. */
  private static final Map<String, Set<String>> TAKE_ANYTHING =
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
                            !TAKE_ANYTHING
                                .getOrDefault(command.getKey(), Set.of())
                                .contains(option))
                    .map(option -> Arguments.of(command.getKey(), option)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void nonsenseIsRefusedByNameAndNothingIsSent(String command, String option) {
    simulator.clearRequests();
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(soundArguments(command, option));
    arguments.add(option + "=" + OTHER_NONSENSE.getOrDefault(option, NONSENSE));

    Result result = run(arguments.toArray(String[]::new));

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.err())
        .contains(option, "non sense")
        .doesNotContain("\u001B", "Exception", "\tat ", "SECRET");
    assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(simulator.requests()).isEmpty();
  }

  /** Options of the real work that take a value. */
  static Stream<Arguments> optionsWithValue() {
    return options()
        .filter(
            it -> {
              String command = (String) it.get()[0];
              OptionSpec option =
                  LogConfigCommand.commandLine()
                      .getSubcommands()
                      .get(command)
                      .getCommandSpec()
                      .findOption((String) it.get()[1]);
              return !command.equals("simulate") && option.arity().max() > 0;
            });
  }

  @ParameterizedTest
  @MethodSource("optionsWithValue")
  void anEmptyValueIsRefusedToo(String command, String option) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(soundArguments(command, option));
    arguments.add(option + "=");

    Result result = run(arguments.toArray(String[]::new));

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.err()).contains(option).doesNotContain("Exception", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--file", "--plan", "--config", "--token-file", "--bundle", "--data"})
  void filesThatAreEmptyBinaryHugeOrNoneAreRefusedByName(String option) throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1, 2});
    Path huge = Files.write(folder.resolve("huge"), new byte[17 * 1_024 * 1_024]);
    Path missing = folder.resolve("missing");
    Path below = empty.resolve("below");
    Path other = Files.createDirectories(folder.resolve("other"));
    String command = option.equals("--plan") ? "apply" : "plan";

    for (Path file : List.of(empty, binary, huge, missing, below, other)) {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.addAll(soundArguments(command, option));
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
  void contradictionsAreRefused() {
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
  void whatIsMistypedIsGuessed() {
    assertThat(run("aply").err()).startsWith("logconfig: unknown command \"aply\"\nDid you mean ");
    assertThat(run("plan", "--fiel", "x").err())
        .startsWith("logconfig: unknown option \"--fiel\" of logconfig plan\nDid you mean --file");
  }

  @Test
  void everyCommandTeachesWithExamples() {
    LogConfigCommand.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
                    .as(name)
                    .contains("\n  logconfig " + name));
  }

  /** All that a command needs besides one option. */
  private static List<String> soundArguments(String command, String option) {
    List<String> arguments = new ArrayList<>();
    if (command.equals("completion")) {
      return List.of("bash");
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
        LogConfigCommand.commandLine(arguments)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(
        status,
        out.toString(),
        err.toString().replaceAll("(?m)^.*may be read by every user.*\\n", ""));
  }
}
