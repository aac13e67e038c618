package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Standard output and error, and their behavior without a reader. */
class StreamsIT {

  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final DynatraceSimulator simulator =
      DynatraceSimulator.builder().hostGroup("stage-01").start();
  private String arguments = "";

  @BeforeEach
  void start() throws IOException {
    Path desired =
        Files.writeString(
            folder.resolve("desired.yaml"),
            """
            environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
            clusters: [{name: stage-01, environment: staging, namespaces: [a, b, c]}]
            """);
    arguments = " --file '%s' --endpoint staging=%s".formatted(desired, simulator.baseUrl());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void ignoresClosedPipe() {
    Result head =
        shell("logconfig plan" + arguments + " | head -1; echo \"status ${PIPESTATUS[0]}\"");
    assertThat(head.out()).startsWith("+ 3 namespaces start").endsWith("status 2\n");
    assertThat(head.err()).isEmpty();

    Result gone =
        shell(
            "logconfig plan --output json"
                + arguments
                + " | true; echo \"status ${PIPESTATUS[0]}\"");
    assertThat(gone.out()).isEqualTo("status 2\n");
    assertThat(gone.err()).isEmpty();
  }

  @Test
  void ignoresClosedStandardOutput() {
    Result closed = shell("logconfig plan" + arguments + " >&-; echo \"status $?\" >&2");
    assertThat(closed.err()).isEqualTo("status 2\n");

    assertThat(shell("logconfig apply --yes" + arguments + " >&- 2>&-; echo $?").out())
        .isEqualTo("0\n");
    assertThat(shell("logconfig plan" + arguments + " <&-; echo $?").out()).endsWith("0\n");
  }

  @Test
  void reportsFullDisk() {
    for (String command : new String[] {"plan" + arguments, "--version", "plan --help"}) {
      Result full = shell("logconfig " + command + " > /dev/full; echo \"status $?\" >&2");
      assertThat(full.err())
          .as(command)
          .isEqualTo(
              "logconfig: cannot write the result to standard output: No space left on"
                  + " device\nstatus 1\n");
    }
  }

  @Test
  void keepsOldPlanIfSaveFails() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.json"), "old");

    Result full = shell("ulimit -f 0; logconfig plan" + arguments + " --out '" + plan + "'");

    assertThat(full.exitCode()).as(full.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(full.err()).contains("--out", "File too large");
    assertThat(plan).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.draft");
  }

  @Test
  void writesToDevicesAndLinks() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.json"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), plan.getFileName());

    assertThat(shell("logconfig plan" + arguments + " --out '" + link + "'").exitCode())
        .isEqualTo(ExitCode.CHANGES);
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(plan)).contains("logconfig-plan/1");
    Result piped =
        shell("logconfig plan --output markdown" + arguments + " --out /dev/fd/3 3>&1 >/dev/null");
    assertThat(piped.out()).contains("logconfig-plan/1");
  }

  @Test
  void logsToStandardErrorWithoutToken() {
    assertThat(shell("logconfig plan" + arguments).err()).isEmpty();

    Result verbose = shell("logconfig plan -v" + arguments);
    assertThat(verbose.exitCode()).isEqualTo(ExitCode.CHANGES);
    assertThat(verbose.out()).isEqualTo(shell("logconfig plan" + arguments).out());
    assertThat(verbose.err())
        .contains(" DEBUG io.github.logconfig.dynatrace: ", "Planned 1 cluster");

    Result trace =
        Executable.shell(with("LOG_LEVEL", "trace"), "logconfig apply --yes" + arguments);
    assertThat(trace.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(trace.err())
        .contains(
            " DEBUG ", " INFO  io.github.logconfig: cluster stage-01: applied, 1 rule written")
        .doesNotContain("TOPSECRET");
    assertThat(Executable.shell(with("LOG_LEVEL", "loud"), "logconfig plan" + arguments).err())
        .startsWith("logconfig: LOG_LEVEL \"loud\"; expected off, error, warn, info");
  }

  @Test
  void logsOnlyChangesAtInfo() throws IOException {
    String apply = "logconfig --log-format json apply --yes" + arguments;

    Result first = Executable.shell(with("LOG_LEVEL", "INFO"), apply);
    assertThat(first.err()).hasLineCount(1);
    JsonNode line = JSON.readTree(first.err());
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("message").asText()).startsWith("cluster stage-01: applied");
    assertThat(line.has("time")).isTrue();

    assertThat(Executable.shell(with("LOG_LEVEL", "INFO"), apply).err()).isEmpty();
  }

  @Test
  void printsStackTraceOnRequest() {
    assertThat(shell("logconfig plan --environment nowhere" + arguments).err()).hasLineCount(1);
    assertThat(shell("logconfig plan -vv --environment nowhere" + arguments).err())
        .contains(
            "\tat io.github.logconfig.cli.option.SelectionOptions", "logconfig: --environment ");
  }

  static boolean hasTerminals() {
    return Executable.run(Map.of(), List.of("bash", "-c", "command -v script")).exitCode() == 0;
  }

  @Test
  @EnabledIf("hasTerminals")
  void usesColorsOnTerminalsOnly() {
    String plan = "plan --quiet" + arguments;

    assertThat(terminal("TERM=xterm", plan)).contains("\u001B[32m");
    assertThat(terminal("TERM=xterm NO_COLOR=1", plan)).doesNotContain("\u001B[");
    assertThat(terminal("TERM=dumb", plan)).doesNotContain("\u001B[");
    assertThat(terminal("TERM=xterm", plan + " --color never")).doesNotContain("\u001B[");
    assertThat(terminal("TERM=xterm", plan + " | cat")).doesNotContain("\u001B[");
    assertThat(shell("logconfig plan" + arguments).out()).doesNotContain("\u001B[");
    assertThat(shell("logconfig plan --color always" + arguments).out()).contains("\u001B[32m");
  }

  @Test
  @EnabledIf("hasTerminals")
  void showsProgressBarOnTerminalsOnly() throws IOException {
    StringBuilder clusters = new StringBuilder();
    try (DynatraceSimulator fleet = fleet(clusters)) {
      Path desired =
          Files.writeString(
              folder.resolve("fleet.yaml"),
              "environments: [{name: staging, url: \"https://abc12345.live.dynatrace.com\"}]\n"
                  + "clusters:\n"
                  + clusters);
      String apply =
          "apply --yes --file '%s' --endpoint staging=%s".formatted(desired, fleet.baseUrl());

      assertThat(shell("logconfig plan" + apply.substring("apply --yes".length())).err()).isEmpty();
      assertThat(terminal("TERM=xterm", apply))
          .contains("Applying [##############################] 20/20 clusters")
          .contains("20 rules written in ");
    }
  }

  private static DynatraceSimulator fleet(StringBuilder clusters) {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    for (int i = 0; i < 20; i++) {
      builder.hostGroup("stage-" + i);
      clusters.append("  - {name: stage-%d, environment: staging, namespaces: [a]}\n".formatted(i));
    }
    return builder.start();
  }

  /** What a person at a terminal sees. */
  private static String terminal(String variables, String command) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String line = "env " + variables + " " + java + " -jar target/logconfig.jar " + command;
    return shell("script -qec \"" + line.replace("\"", "\\\"") + "\" /dev/null < /dev/null").out();
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> variables = new HashMap<>(TOKEN);
    variables.put(name, value);
    return variables;
  }

  private static Result shell(String script) {
    return Executable.shell(TOKEN, script);
  }
}
