package io.github.logconfig.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs the packaged executable as a process. */
final class Executable {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String JAR = Path.of("target", "logconfig.jar").toAbsolutePath().toString();

  /** Its cache of classes halves the time that most tests take. */
  private static final String LAUNCHER = Path.of("bin", "logconfig").toAbsolutePath().toString();

  private Executable() {}

  /** Returns the command of the distribution. */
  static String launcher() {
    return LAUNCHER;
  }

  record Result(int exitCode, String out, String err) {}

  static Result run(Map<String, String> variables, String... arguments) {
    return run(builder(arguments), variables);
  }

  /** Runs any command with these variables, without those of logconfig. */
  static Result run(Map<String, String> variables, List<String> command) {
    return run(new ProcessBuilder(command), variables);
  }

  private static Result result(Process process) throws IOException {
    process.getOutputStream().close();
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
    String out = read(process.getInputStream());
    return new Result(process.onExit().join().exitValue(), out, err.join());
  }

  /** Runs a shell script with the executable as the function {@code logconfig}. */
  static Result shell(Map<String, String> variables, String script) {
    String function = "logconfig() { " + LAUNCHER + " \"$@\"; }\n";
    return run(new ProcessBuilder("bash", "-c", function + script), variables);
  }

  private static Result run(ProcessBuilder builder, Map<String, String> variables) {
    try {
      return result(start(builder, variables));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts the executable; its output must be read, or it may block. */
  static Process start(Map<String, String> variables, String... arguments) throws IOException {
    return start(builder(arguments), variables);
  }

  private static Process start(ProcessBuilder builder, Map<String, String> variables)
      throws IOException {
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("DYNATRACE_")
                    || name.startsWith("LOGCONFIG_")
                    || name.toUpperCase(Locale.ROOT).endsWith("_PROXY")
                    || List.of("LOG_LEVEL", "SSL_CERT_FILE", "KUBECONFIG").contains(name));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(variables);
    return builder.start();
  }

  /**
   * A simulator in a process of its own: the packaged executable, with the contract check from the
   * class path of the tests beside it.
   */
  record Simulator(Process process, String address) implements AutoCloseable {

    static Simulator start(String... arguments) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  JAVA,
                  "-cp",
                  JAR + File.pathSeparator + System.getProperty("java.class.path"),
                  "io.github.logconfig.cli.LogConfigMain",
                  "simulate"));
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      String line = output.readLine();
      if (line == null || !line.contains("http://")) {
        throw new IllegalStateException("the simulator did not start: " + line);
      }
      return new Simulator(process, line.substring(line.indexOf("http://")));
    }

    @Override
    public void close() {
      String contract = process.isAlive() ? contract() : "";
      process.destroy();
      process.onExit().join();
      if (!contract.isEmpty()
          && !(contract.contains("\"checks\":1,") && contract.endsWith("\"violations\":[]}"))) {
        throw new AssertionError("the contract check says " + contract);
      }
    }

    private String contract() {
      try (InputStream answer =
          URI.create(address + "/__simulator/contract").toURL().openStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static String read(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
