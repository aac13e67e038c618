package io.github.logconfig.benchmarks;

import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures the wall time of whole processes of the command, compared with an empty Java program:
 * medians, with the launcher and its cache of classes, and with {@code java -jar}.
 */
public final class StartUp {

  private static final int RUNS = 21;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private StartUp() {}

  /**
   * Measures and prints.
   *
   * @param arguments the directory of the command, with {@code bin} and {@code
   *     target/logconfig.jar}
   */
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]).toRealPath();
    String launcher = home.resolve("bin/logconfig").toString();
    String jar = home.resolve("target/logconfig.jar").toString();
    run(List.of(home.resolve("bin/logconfig-cache").toString()));
    Path folder = Files.createTempDirectory("start-up");
    Path desired =
        Files.writeString(
            folder.resolve("desired.yaml"),
            """
            environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
            clusters: [{name: stage-01, environment: staging, namespaces: [a, b]}]
            """);
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().hostGroup("stage-01").start()) {
      List<String> options =
          List.of("--file", desired.toString(), "--endpoint", "staging=" + simulator.baseUrl());
      run(command(List.of(launcher, "apply", "--yes"), options));
      String classes = System.getProperty("java.class.path");
      double empty =
          median(List.of(JAVA, "-cp", classes.split(":", 2)[0], EmptyProgram.class.getName()));
      print("empty program", empty, empty);
      print("--version, launcher", median(List.of(launcher, "--version")), empty);
      print("--version, java -jar", median(List.of(JAVA, "-jar", jar, "--version")), empty);
      print("plan, launcher", median(command(List.of(launcher, "plan"), options)), empty);
      print("plan, java -jar", median(command(List.of(JAVA, "-jar", jar, "plan"), options)), empty);
    }
  }

  private static List<String> command(List<String> begin, List<String> options) {
    List<String> command = new ArrayList<>(begin);
    command.addAll(options);
    return command;
  }

  private static double median(List<String> command) throws IOException {
    double[] times = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      run(command);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times[RUNS / 2];
  }

  private static void run(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DYNATRACE_API_TOKEN", "dt0c01.START.UP");
    int status = builder.start().onExit().join().exitValue();
    if (status != 0) {
      throw new IllegalStateException("exit status " + status + " of " + String.join(" ", command));
    }
  }

  private static void print(String what, double milliseconds, double empty) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %6.0f ms  %5.2f of the empty program%n",
        what,
        milliseconds,
        milliseconds / empty);
  }
}
