package io.github.logconfig.cli;

import io.github.logconfig.cli.log.LogSetup;
import io.github.logconfig.cli.view.Progress;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.cli.view.StandardOutput;
import io.github.logconfig.reconcile.FailureKind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** Main class of the {@code logconfig} executable. */
final class LogConfigMain {

  private LogConfigMain() {}

  public static void main(String[] arguments) {
    Progress.countStart();
    StandardOutput standardOutput = new StandardOutput();
    PrintWriter out = standardOutput.writer();
    PrintWriter err =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
            true);
    int exitCode = run(arguments, out, err);
    out.flush();
    if (standardOutput.failure().isPresent()) {
      err.println(
          "logconfig: cannot write the result to standard output: "
              + standardOutput.failure().get());
      exitCode =
          exitCode == ExitCode.DONE || exitCode == ExitCode.CHANGES ? ExitCode.FAILED : exitCode;
    }
    err.flush();
    // threads of libraries must not keep the process alive
    Runtime.getRuntime().exit(exitCode);
  }

  /** Runs the command; secrets are masked in everything that is written to {@code messages}. */
  static int run(String[] arguments, PrintWriter out, PrintWriter messages) {
    PrintWriter err = SafeText.maskingWriter(messages);
    LogSetup.install();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> endIfOutOfMemory(failure, err));
    CommandLine command = LogConfigCommand.commandLine(arguments).setOut(out).setErr(err);
    try {
      return command.execute(arguments);
    } catch (OutOfMemoryError e) {
      return outOf("memory", "-Xmx4g", command, arguments);
    } catch (StackOverflowError e) {
      return outOf("stack", "-Xss8m", command, arguments);
    }
  }

  private static int outOf(
      String resource, String option, CommandLine command, String... arguments) {
    String message =
        "Java ran out of " + resource + "; increase it with LOGCONFIG_JAVA_OPTIONS=" + option;
    if (ErrorHandler.asksForJson(arguments)) {
      ErrorHandler.printJson(command, FailureKind.OTHER, message, List.of());
    }
    command.getErr().println("logconfig: " + message);
    return ExitCode.FAILED;
  }

  /** Any thread may be missing after that: the process ends, so that the platform restarts it. */
  private static void endIfOutOfMemory(Throwable failure, PrintWriter err) {
    if (failure instanceof OutOfMemoryError) {
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
    failure.printStackTrace(err);
  }
}
