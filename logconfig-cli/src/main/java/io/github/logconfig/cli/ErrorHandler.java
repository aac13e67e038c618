package io.github.logconfig.cli;

import io.github.logconfig.cli.view.AnnotationView;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.inventory.Spelling;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.FailureKind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports errors: text on standard error, with {@code --output json} also a JSON document on
 * standard output, and the exit code.
 */
public final class ErrorHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final String OUTPUT = "--output";
  private static final Set<String> JSON_OUTPUT = Set.of("--output=json", "-o=json", "-ojson");

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    if (e instanceof OverwrittenOptionException
        || e instanceof MutuallyExclusiveArgsException
        || e instanceof MaxValuesExceededException) {
      return handleParseException(
          new ParameterException(e.getCommandLine(), repeated(e, arguments)), arguments);
    }
    return report(e, asksForJson(arguments));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean withStackTrace = LogConfigCommand.of(command.getCommandSpec()).isVeryVerbose();
    if (withStackTrace) {
      e.printStackTrace(err);
    }
    if (e instanceof ParameterException parameter) {
      return report(parameter, asksForJson(parsed.originalArgs().toArray(new String[0])));
    }
    if (e instanceof ConfigValidationException inconsistent) {
      return handleExecutionException(
          new InvalidInputException(
              inconsistent.violations().stream().map(Object::toString).toList()),
          command,
          parsed);
    }
    if (e instanceof InvalidInputException invalid) {
      if (isJson(command)) {
        printJson(command, invalid.kind(), summary(invalid.lines()), invalid.problems());
      }
      printAnnotations(command, invalid);
      invalid.lines().forEach(line -> err.println("logconfig: " + SafeText.line(line)));
      return ExitCode.of(invalid.kind());
    }
    String message =
        "unexpected "
            + e.getClass().getSimpleName()
            + ": "
            + SafeText.line(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    if (isJson(command)) {
      printJson(command, FailureKind.OTHER, message, List.of());
    }
    err.println("logconfig: " + message);
    if (!withStackTrace) {
      err.println("This is a fault of logconfig. Run it again with -vv to see the stack trace.");
    }
    return ExitCode.FAILED;
  }

  /** Prints an error document on one line: {@code run} writes one document per line. */
  public static void printJson(
      CommandLine command, FailureKind kind, String message, List<Map<String, Object>> problems) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("kind", kind.code());
    error.put("message", message);
    error.put("problems", problems);
    command.getOut().print(SafeText.masked(Json.line(Map.of("error", error))));
    command.getOut().flush();
  }

  private static void printAnnotations(CommandLine command, InvalidInputException invalid) {
    for (AnnotationView.Format format : AnnotationView.Format.values()) {
      if (output(command).equals(format.name())) {
        command
            .getOut()
            .print(
                AnnotationView.of(
                    format, command.getCommandName(), List.of(), invalid.annotations()));
        command.getOut().flush();
      }
    }
  }

  private static String summary(List<String> lines) {
    return lines.size() == 1
        ? lines.get(0)
        : lines.get(0) + " (and " + (lines.size() - 1) + " more)";
  }

  private static boolean isJson(CommandLine command) {
    return output(command).equals("json");
  }

  /** Returns the value of --output; empty if the command has no such option. */
  private static String output(CommandLine command) {
    var option = command.getCommandSpec().findOption(OUTPUT);
    return option == null ? "" : Objects.toString(option.getValue());
  }

  /** Returns which option is repeated, or which options exclude each other. */
  private static String repeated(ParameterException e, String... arguments) {
    if (e instanceof OverwrittenOptionException overwritten) {
      return overwritten.getOverwritten() instanceof OptionSpec option
          ? option.longestName() + " is given twice"
          : text(e);
    }
    Map<String, String> exclusive = new HashMap<>();
    for (ArgGroupSpec group : e.getCommandLine().getCommandSpec().argGroups()) {
      for (OptionSpec option : group.options()) {
        List.of(option.names()).forEach(name -> exclusive.put(name, option.longestName()));
      }
    }
    List<String> given =
        Arrays.stream(arguments)
            .map(argument -> exclusive.get(argument.replaceFirst("=.*", "")))
            .filter(Objects::nonNull)
            .toList();
    Set<String> different = new LinkedHashSet<>(given);
    return different.size() == 1
        ? given.get(0) + " is given twice"
        : String.join(" and ", different) + " exclude each other";
  }

  /** After a parse error, the values of options are not reliable. */
  static boolean asksForJson(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String next = i + 1 < arguments.length ? arguments[i + 1] : "";
      boolean isName = arguments[i].equals(OUTPUT) || arguments[i].equals("-o");
      if (JSON_OUTPUT.contains(arguments[i]) || (isName && next.equals("json"))) {
        return true;
      }
    }
    return false;
  }

  private static int report(ParameterException e, boolean asJson) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    UnmatchedArgumentException unmatched =
        e instanceof UnmatchedArgumentException it && !it.getUnmatched().isEmpty() ? it : null;
    String message = unmatched == null ? text(e) : summary(unmatched);
    if (asJson) {
      printJson(command, FailureKind.CONFIGURATION, message, List.of(Map.of("message", message)));
    }
    err.println("logconfig: " + message);
    List<String> suggestions = unmatched == null ? List.of() : suggestions(unmatched);
    err.println(
        suggestions.isEmpty()
            ? "See " + command.getCommandSpec().qualifiedName() + " --help."
            : "Did you mean " + String.join(" or ", suggestions) + "?");
    return ExitCode.INVALID_INPUT;
  }

  /** Returns the names of options or commands that are close to the unknown one. */
  private static List<String> suggestions(UnmatchedArgumentException unmatched) {
    CommandLine command = unmatched.getCommandLine();
    String argument = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    List<String> known = new ArrayList<>();
    if (argument.startsWith("-")) {
      command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    } else {
      known.addAll(command.getSubcommands().keySet());
    }
    return Spelling.closest(argument, known);
  }

  private static String text(ParameterException e) {
    return SafeText.line(String.valueOf(e.getMessage()));
  }

  private static String summary(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String argument = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
    if (argument.startsWith("-")) {
      return "unknown option " + Quoted.of(argument) + " of " + name;
    }
    return command.getSubcommands().isEmpty()
        ? "unexpected argument " + Quoted.of(argument) + " of " + name
        : "unknown command " + Quoted.of(argument);
  }
}
