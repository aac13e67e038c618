package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Random options, values and files, most of them invalid. A command must end with one of its exit
 * codes and must not report an internal error.
 */
@Execution(ExecutionMode.CONCURRENT)
class FuzzTest {

  private static final int CASES = 1_250;

  private static final List<String> COMMANDS =
      List.of("plan", "apply", "explain", "doctor", "fingerprint", "validate", "manifests", "run");

  /** Options that connect elsewhere, write to arbitrary files, or do not end. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "--once",
          "--kubernetes",
          "--kubeconfig",
          "--context",
          "--graphql",
          "--graphql-config",
          "--verify",
          "--verbose",
          "--port-file");

  private static final Set<String> WRITE_FILES = Set.of("--out", "--out-dir");

  private static final String LONG = "a".repeat(300);

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "a",
          "-",
          "--",
          "=",
          "a=",
          "=a",
          "a=b=c",
          "e1=",
          "e1=a",
          "e1=\0",
          "\0",
          "a\0b",
          "\n",
          "\u001B[31m",
          "\uD800",
          "\uFFFF",
          "ünïcode",
          "é",
          LONG,
          "a".repeat(64),
          "a".repeat(5_000),
          "%s%n",
          "${DEFAULT-VALUE}",
          "@a",
          "../..",
          "/",
          "//",
          "/dev/null",
          "/nowhere/at/all",
          ".",
          "~",
          "*",
          "[",
          "{}",
          "(",
          "\\",
          "'",
          "\"",
          "0",
          "-1",
          "1",
          "70000",
          "2147483648",
          "99999999999999999999",
          "1e9",
          "0.5",
          "NaN",
          "0%",
          "100%",
          "101%",
          "-1%",
          "1s",
          "0s",
          "-1s",
          "99999999999d",
          "PT1S",
          "1/0",
          "0/1",
          "5/4",
          "1/99999999999",
          "text",
          "json",
          "JSON",
          "markdown",
          "true",
          "null",
          "e1",
          "c1",
          "e1=http://127.0.0.1:99999",
          "e1=http://127.0.0.1:0",
          "e1=http://127.0.0.1:",
          "e1=http://127.0.0.1:-1",
          "e1=https://" + "a".repeat(64) + ".example.com",
          "e1=https://[::1",
          "e1=https://[::zz]",
          "e1=https://user:pass@h.example.com",
          "e1=https://h.example.com/?api-token=dt0c01.PUBLIC.TOPSECRET",
          "e1=https:///",
          "e1=https://%",
          "e1=https://a_b.example.com",
          "e1=file:///etc/passwd",
          "e1=mailto:a@b",
          "dt0c01.PUBLIC.TOPSECRET",
          "e1=dt0c01.PUBLIC.TOPSECRET",
          "k8s.namespace.name=a1",
          "loglevel=",
          "loglevel=error",
          "k8s.pod.name=\0",
          "logconfig",
          "log:config");

  private static final Map<String, String> FILES =
      Map.of(
          "--file",
          """
          environments:
            - {name: e1, url: "https://abc12345.live.dynatrace.com"}
          clusters:
            - {name: c1, environment: e1, hostGroup: c1, policy: exclusive, namespaces: [a, b]}
          """,
          "--config",
          """
          environments:
            - {name: e1, url: "https://abc12345.live.dynatrace.com"}
          owner: logconfig
          guard: {maxStopping: 10}
          stages: [{name: s1, clusters: [c1]}]
          timeouts: {total: 1m}
          """,
          "--plan",
          """
          {"format":"logconfig-plan/1","toolVersion":"0.1.0","clusters":[],"failures":[],\
          "orphans":[],"summary":{}}
          """,
          "--token-file",
          "dt0c01.PUBLIC.TOPSECRET\n");

  private static final Map<String, List<OptionSpec>> OPTIONS = new HashMap<>();

  @TempDir private Path folder;
  private DynatraceSimulator simulator;

  @BeforeAll
  static void describeOptions() {
    // "--file -" reads it; that of the test never ends
    System.setIn(InputStream.nullInputStream());
    LogConfigCommand.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) ->
                OPTIONS.put(
                    name,
                    command.getCommandSpec().options().stream()
                        .filter(option -> !LEFT_OUT.contains(option.longestName()))
                        .toList()));
  }

  @BeforeEach
  void start() throws IOException {
    simulator = DynatraceSimulator.builder().hostGroup("c1").start();
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Files.writeString(folder.resolve(file.getKey().substring(2)), file.getValue());
    }
    assertThat(run(validArguments("plan")).err()).doesNotContain("fault");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private record Result(int status, String out, String err) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverReportsInternalError(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      List<String> arguments = arguments(random);
      Result result = run(arguments);
      if (result.status() < 0
          || result.status() > 7
          || result.err().contains("fault of logconfig")
          || result.err().contains("Exception")
          || (result.out() + result.err()).contains("TOPSECRET")) {
        faults.add(result.status() + " " + arguments + "\n" + result.err());
      }
    }

    assertThat(faults).as("seed " + seed).isEmpty();
  }

  private List<String> arguments(Random random) throws IOException {
    String command = pick(random, COMMANDS);
    List<String> arguments = new ArrayList<>(validArguments(command));
    int more = random.nextInt(4);
    for (int i = 0; i < more; i++) {
      OptionSpec option = pick(random, OPTIONS.getOrDefault(command, List.of()));
      String name = option.longestName();
      // one more of an option that may be given once only would hide what its value does
      arguments.removeIf(argument -> argument.startsWith(name + "="));
      if (option.arity().max() == 0) {
        arguments.add(random.nextInt(10) == 0 ? name + "=" + pick(random, VALUES) : name);
      } else if (FILES.containsKey(name) && random.nextBoolean()) {
        Path mutated = folder.resolve("mutated-" + name.substring(2));
        Files.write(mutated, mutated(FILES.get(name), random));
        arguments.add(name + "=" + mutated);
      } else if (WRITE_FILES.contains(name)) {
        String value = pick(random, VALUES);
        arguments.add(name + "=" + folder.resolve("written") + value.replace("..", ""));
      } else {
        arguments.add(name + "=" + pick(random, VALUES));
      }
    }
    if (random.nextInt(10) == 0) {
      arguments.add(pick(random, VALUES));
    }
    return arguments;
  }

  private List<String> validArguments(String command) {
    List<String> arguments = new ArrayList<>(List.of(command, "--file=" + folder.resolve("file")));
    if (!Set.of("fingerprint", "validate", "manifests").contains(command)) {
      arguments.addAll(
          List.of(
              "--endpoint=e1=" + simulator.baseUrl(),
              "--token-file=e1=" + folder.resolve("token-file"),
              "--timeout=1s"));
    }
    if (command.equals("run")) {
      arguments.add("--once");
    }
    if (command.equals("explain")) {
      arguments.add("a");
    }
    if (command.equals("apply")) {
      arguments.add("--yes");
    }
    return arguments;
  }

  /** A file with some characters removed, doubled, replaced, or cut off. */
  private static byte[] mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && !mutated.isEmpty(); i++) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(6)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, pick(random, VALUES));
        case 2 -> mutated.setLength(at);
        case 3 -> mutated.insert(at, mutated.substring(at));
        case 4 ->
            mutated.setCharAt(at, "\0\t\n\"'{}[]:,-&*!|>%@`#\u00E9".charAt(random.nextInt(21)));
        default -> {
          int end = Math.min(mutated.length(), at + 1 + random.nextInt(20));
          mutated.replace(at, end, pick(random, List.of("null", "[]", "{}", "1", "''", "~")));
        }
      }
    }
    byte[] bytes = mutated.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(8) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static Result run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] array = arguments.toArray(String[]::new);
    PrintWriter masked = SafeText.maskingWriter(new PrintWriter(err));
    int status =
        LogConfigCommand.commandLine(array)
            .setOut(new PrintWriter(out))
            .setErr(masked)
            .execute(array);
    masked.flush();
    return new Result(status, out.toString(), err.toString());
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
