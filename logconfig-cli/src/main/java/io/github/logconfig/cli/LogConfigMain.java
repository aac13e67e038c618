package io.github.logconfig.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Runs the command as a program. */
final class LogConfigMain {

  private static final Set<String> VERSION = Set.of("--version", "-V");

  private LogConfigMain() {}

  public static void main(String[] arguments) {
    StandardOutput standardOutput = new StandardOutput();
    PrintWriter out = standardOutput.writer();
    PrintWriter err =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
            true);
    int status = run(arguments, out, err);
    out.flush();
    if (standardOutput.failure().isPresent()) {
      err.println(
          "logconfig: the result could not be written: standard output: "
              + standardOutput.failure().get());
      status = status == ExitCode.DONE || status == ExitCode.CHANGES ? ExitCode.FAILED : status;
    }
    err.flush();
    // threads of a library must not keep the process
    Runtime.getRuntime().exit(status);
  }

  /** Runs the command; secrets are masked in everything that goes to {@code messages}. */
  static int run(String[] arguments, PrintWriter out, PrintWriter messages) {
    PrintWriter err = Masked.writer(messages);
    if (arguments.length == 1 && VERSION.contains(arguments[0])) {
      // scripts ask for it all the time; it is not worth the start of everything else
      out.println(Version.text());
      return ExitCode.DONE;
    }
    LogSetup.install();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> endIfOutOfMemory(failure, err));
    try {
      return LogConfigCommand.commandLine(arguments).setOut(out).setErr(err).execute(arguments);
    } catch (OutOfMemoryError | StackOverflowError e) {
      err.println(
          "logconfig: Java ran out of "
              + (e instanceof OutOfMemoryError ? "memory" : "stack")
              + "; give it more with LOGCONFIG_JAVA_OPTIONS="
              + (e instanceof OutOfMemoryError ? "-Xmx4g" : "-Xss8m"));
      return ExitCode.FAILED;
    }
  }

  /**
   * A process without memory may lack any of its threads: it ends, so that whoever runs it starts
   * another one.
   */
  private static void endIfOutOfMemory(Throwable failure, PrintWriter err) {
    if (failure instanceof OutOfMemoryError) {
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
    failure.printStackTrace(err);
  }
}
