package io.github.logconfig.cli;

import io.github.logconfig.simulator.SimulatorCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself: its subcommands, and what becomes of errors. */
@Command(
    name = "logconfig",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Dynatrace log ingest rules as code: planned, proven, applied.",
    subcommands = {
      PlanCommand.class,
      ApplyCommand.class,
      ExplainCommand.class,
      DoctorCommand.class,
      FingerprintCommand.class,
      ValidateCommand.class,
      RunCommand.class
    })
final class LogConfigCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine commandLine() {
    return new CommandLine(new LogConfigCommand())
        .addSubcommand("simulate", new SimulatorCommand())
        .setParameterExceptionHandler((e, arguments) -> explain(e))
        .setExecutionExceptionHandler((e, commandLine, parsed) -> explain(e, commandLine));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a command: " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }

  private static int explain(ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("logconfig: " + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      List<String> suggestions = unmatched.getSuggestions();
      err.println("Did you mean " + String.join(" or ", suggestions) + "?");
    } else {
      err.println("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
    }
    return ExitCode.INVALID_INPUT;
  }

  private static int explain(Exception e, CommandLine commandLine) {
    if (e instanceof InvalidInputException invalid) {
      invalid.lines().forEach(line -> commandLine.getErr().println("logconfig: " + line));
      return invalid.exitCode();
    }
    commandLine
        .getErr()
        .println(
            "logconfig: unexpected "
                + e.getClass().getSimpleName()
                + ": "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    return ExitCode.FAILED;
  }
}
