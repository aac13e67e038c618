package io.github.logconfig.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The packaged executable as a process, as its users run it. */
final class Executable {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Executable() {}

  record Result(int exitCode, String out, String err) {}

  static Result run(Map<String, String> variables, String... arguments) {
    return run(builder(arguments), variables);
  }

  /** A command of any kind, with these variables and none of our own. */
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

  /** A shell script with the executable as the function {@code logconfig}. */
  static Result shell(Map<String, String> variables, String script) {
    String function = "logconfig() { \"" + JAVA + "\" -jar target/logconfig.jar \"$@\"; }\n";
    return run(new ProcessBuilder("bash", "-c", function + script), variables);
  }

  private static Result run(ProcessBuilder builder, Map<String, String> variables) {
    try {
      return result(start(builder, variables));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The executable, running; what it writes has to be read or it may stand still. */
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
                    || name.equals("LOG_LEVEL"));
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** A simulator in a process of its own. */
  record Simulator(Process process, String address) implements AutoCloseable {

    static Simulator start(String... arguments) throws IOException {
      List<String> all = new ArrayList<>(List.of("simulate"));
      all.addAll(List.of(arguments));
      Process process = builder(all.toArray(String[]::new)).redirectErrorStream(true).start();
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      String line = output.readLine();
      if (line == null || !line.contains("http://")) {
        throw new IllegalStateException("the simulator did not start: " + line);
      }
      return new Simulator(process, line.substring(line.indexOf("http://")));
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }

  private static ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA, "-jar", "target/logconfig.jar"));
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
