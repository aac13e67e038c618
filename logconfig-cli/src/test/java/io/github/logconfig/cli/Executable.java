package io.github.logconfig.cli;

import io.github.logconfig.simulator.SimulatorCommand;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;

/** Runs the packaged executable as a process, or its command in this process. */
final class Executable {

  /** Its cache of classes halves the time that most tests take. */
  private static final String LAUNCHER = Path.of("bin", "logconfig").toAbsolutePath().toString();

  private Executable() {}

  /** Returns the command of the distribution. */
  static String launcher() {
    return LAUNCHER;
  }

  /**
   * Result of a run, without lines that depend on how busy the machine is.
   *
   * @param out standard output, with standard error if the command redirects it
   */
  record Result(int exitCode, String out, String err) {
    Result {
      out = withoutProgress(out);
      err = withoutProgress(err);
    }
  }

  /** Returns output without the lines that a command writes after five seconds of waiting. */
  private static String withoutProgress(String output) {
    return output.replaceAll("(?m)^logconfig: Waiting for .*, \\d+ s\\n", "");
  }

  static Result run(Map<String, String> variables, String... arguments) {
    return run(builder(arguments), variables);
  }

  /**
   * Runs the command in this process, for tests to which a process of its own adds nothing. What
   * anything prints to standard output is part of the result.
   *
   * @param variables nothing but {@code DYNATRACE_API_TOKEN}, which is passed in a file
   */
  static Result inProcess(Map<String, String> variables, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!variables.isEmpty() && all.contains("--endpoint")) {
      all.addAll(List.of("--token-file", tokenFile(variables)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    PrintStream standardOutput = System.out;
    try (PrintStream replaced = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(replaced);
      PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      int exitCode =
          LogConfigMain.run(all.toArray(String[]::new), writer, new PrintWriter(err, true));
      writer.flush();
      return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(standardOutput);
    }
  }

  private static String tokenFile(Map<String, String> variables) {
    if (!variables.keySet().equals(Set.of("DYNATRACE_API_TOKEN"))) {
      throw new IllegalArgumentException("variables need a process: " + variables.keySet());
    }
    try {
      Path file = Files.createTempFile("token", ""); // only its owner can read it
      file.toFile().deleteOnExit();
      return Files.writeString(file, variables.get("DYNATRACE_API_TOKEN")).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
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
   * The command of the simulator in this process: its classes are loaded and its documents are read
   * once for all tests. {@code SimulateIT} starts the packaged one.
   */
  record Simulator(Thread thread, String address) implements AutoCloseable {

    static Simulator start(String... arguments) throws IOException {
      PipedReader output = new PipedReader();
      PrintWriter writer = new PrintWriter(new PipedWriter(output));
      Thread thread =
          new Thread(
              () -> {
                new CommandLine(new SimulatorCommand())
                    .setOut(writer)
                    .setErr(writer)
                    // close() interrupts it; its stack trace is no result
                    .setExecutionExceptionHandler((interruption, command, parsed) -> 0)
                    .execute(arguments);
                writer.close();
              },
              "simulator");
      thread.setDaemon(true);
      thread.start();
      String line = new BufferedReader(output).readLine();
      if (line == null || !line.contains("http://")) {
        throw new IllegalStateException("the simulator did not start: " + line);
      }
      return new Simulator(thread, line.substring(line.indexOf("http://")));
    }

    @Override
    public void close() {
      String contract = thread.isAlive() ? contract() : "";
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
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
