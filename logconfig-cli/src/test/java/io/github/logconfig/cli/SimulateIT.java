package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged {@code logconfig simulate}, which loads the simulator's jar. */
class SimulateIT {

  private static final Path JAR = Path.of("target/logconfig.jar").toAbsolutePath();

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void servesUntilASignalEndsIt(String signal, int exitCode) throws IOException {
    assumeFalse(signal.equals("INT") && ignoresInterrupts(), "started with SIGINT ignored");
    Process process = Executable.start(Map.of(), "simulate", "--host-group", "stage-01");
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      assertThat(line).startsWith("Dynatrace simulator listens on http://127.0.0.1:");
      URI address = URI.create(line.substring(line.indexOf("http")));
      assertThat(address.resolve("/__simulator/entities").toURL().openStream().readAllBytes())
          .asString()
          .contains("stage-01");

      Executable.run(Map.of(), List.of("kill", "-" + signal, Long.toString(process.pid())));

      assertThat(process.onExit().join().exitValue()).isEqualTo(exitCode);
      assertThat(output.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Returns whether processes inherit an ignored SIGINT, as background jobs of a shell do. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  @Test
  void reportsBadOptionsLikeEveryCommand() {
    Executable.Result result = Executable.run(Map.of(), "simulate", "--latency", "soon");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("logconfig: ")
        .contains("--latency", "soon")
        .endsWith("See logconfig simulate --help.\n");
    assertThat(Executable.run(Map.of(), "simulate", "--help").out())
        .startsWith("Usage: logconfig simulate ")
        .contains("--throttle");
  }

  @Test
  void namesTheMissingJar(@TempDir Path folder) throws IOException {
    Path alone = Files.copy(JAR, folder.resolve("logconfig.jar"));
    String run = System.getProperty("java.home") + "/bin/java -jar " + alone;

    Executable.Result result =
        Executable.shell(Map.of(), run + " simulate --port 0 --host-group stage-01");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            "logconfig: simulate needs "
                + folder.resolve("dynatrace-simulator.jar")
                + ", which is missing; it is part of the distribution\n");
    assertThat(Executable.shell(Map.of(), run + " --help").out()).contains("simulate");
    assertThat(Executable.shell(Map.of(), run + " completion bash").out()).contains("plan");
  }
}
