package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What becomes of errors: a line that says what is wrong, one that says what to do, a status. */
final class Errors {

  private Errors() {}

  /** Arguments that were not understood. */
  static int explain(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      err.println("logconfig: " + unknown(command, unmatched.getUnmatched().get(0)));
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        err.println("Did you mean " + String.join(" or ", suggestions) + "?");
        return ExitCode.INVALID_INPUT;
      }
    } else {
      err.println("logconfig: " + Printable.line(String.valueOf(e.getMessage())));
    }
    err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
    return ExitCode.INVALID_INPUT;
  }

  private static String unknown(CommandLine command, String argument) {
    if (argument.startsWith("-")) {
      return "unknown option "
          + Quoted.of(argument)
          + " of "
          + command.getCommandSpec().qualifiedName();
    }
    return command.getSubcommands().isEmpty()
        ? command.getCommandSpec().qualifiedName()
            + " does not know what to do with "
            + Quoted.of(argument)
        : "unknown command " + Quoted.of(argument);
  }

  /** A run that was not finished. */
  static int explain(Exception e, CommandLine command, boolean withStackTrace) {
    PrintWriter err = command.getErr();
    if (withStackTrace) {
      e.printStackTrace(err);
    }
    if (e instanceof InvalidInputException invalid) {
      invalid.lines().forEach(line -> err.println("logconfig: " + Printable.line(line)));
      return ExitCode.INVALID_INPUT;
    }
    if (e instanceof ParameterException parameter) {
      return explain(parameter);
    }
    err.println(
        "logconfig: unexpected "
            + e.getClass().getSimpleName()
            + ": "
            + Printable.line(String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    if (!withStackTrace) {
      err.println("This is a fault of logconfig; -vv shows where, and what led to it.");
    }
    return ExitCode.FAILED;
  }
}
