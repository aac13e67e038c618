package io.github.logconfig.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Range;
import picocli.CommandLine.ScopeType;

/** The command itself: its subcommands, and what is the same for all of them. */
final class LogConfigCommand implements Runnable {

  private static final String SIMULATE = "simulate";
  private static final String COMPLETION = "completion";

  private static final List<String> COMMANDS =
      List.of(
          "plan",
          "apply",
          "explain",
          "doctor",
          "fingerprint",
          "validate",
          "manifests",
          "run",
          SIMULATE,
          COMPLETION);

  /** The simulator knows itself by another name. */
  private static final String[] SIMULATE_EXAMPLES = {
    "",
    "Examples:",
    "  logconfig simulate --port 8080 --host-group app-sre-stage-01",
    "  logconfig simulate --port-file port --token dt0c01.ANY.THING=settings.read,entities.read",
    "      lets in one token, which may only read",
    "  logconfig simulate --host-groups-file names.txt --latency 50ms --throttle 4,20"
  };

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private final OptionSpec verbosity =
      OptionSpec.builder("-v", "--verbose")
          .type(boolean[].class)
          .arity(Range.valueOf("0").unspecified(true))
          .scopeType(ScopeType.INHERIT)
          .description(
              "Write the log to standard error; -vv also the stack trace of a failure.",
              "LOG_LEVEL=error|warn|info|debug|trace says how much of it (default: debug).")
          .build();

  private final OptionValue<LogFormat> logFormat =
      OptionValue.choice(
          "--log-format",
          "text|json",
          LogFormat.text,
          "Form of the log's lines (default: ${DEFAULT-VALUE}).");

  private final OptionValue<ColourChoice> colour =
      OptionValue.choice(
          "--color",
          "auto|always|never",
          ColourChoice.auto,
          "Colours; auto: on a terminal, and not if NO_COLOR is set (default: ${DEFAULT-VALUE}).");

  LogConfigCommand() {
    spec.name("logconfig")
        .usageMessage()
        .description("Dynatrace log ingest rules as code: planned, proven, applied.")
        .footer(
            "",
            "A first round, on a Dynatrace that is only simulated:",
            "  logconfig simulate --port 8080 --host-group app-sre-stage-01 &",
            "  export DYNATRACE_API_TOKEN=dt0c01.ANY.THING",
            "  logconfig plan --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
            "  logconfig apply --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
            "",
            "Exit status: 0 done or nothing to change, 1 failed, 2 plan: there are changes, 3"
                + " invalid input,",
            "4 refused by the guard, 5 conflict, 6 permission, 7 unreachable.",
            "",
            "logconfig COMMAND --help tells of each command, with examples.");
    spec.addOption(verbosity);
    logFormat.addToAllOf(spec);
    colour.addToAllOf(spec);
  }

  /**
   * The command, ready to be run with these arguments: with the one subcommand that they name, or
   * with all of them. Subcommands are made when they are needed: making one costs more than many a
   * run of it.
   */
  static CommandLine commandLine(String... arguments) {
    // no option needs picocli's own way to read a path, a time or a connection to a database, and
    // to look for the methods takes its time
    System.setProperty("picocli.converters.excludes", ".*");
    LogConfigCommand command = new LogConfigCommand();
    Callbacks callbacks = new Callbacks(command);
    CommandLine logconfig = new CommandLine(complete(command.spec, callbacks));
    for (String name : named(arguments)) {
      logconfig.addSubcommand(name, subcommand(name, callbacks, arguments));
    }
    Values.register(logconfig);
    return logconfig
        .setExpandAtFiles(false)
        .setExecutionStrategy(callbacks)
        .setParameterExceptionHandler(callbacks)
        .setExecutionExceptionHandler(callbacks);
  }

  /** The command that the arguments name, or all of them. */
  private static List<String> named(String... arguments) {
    for (String argument : arguments) {
      if (COMMANDS.contains(argument)) {
        return argument.equals(COMPLETION) ? COMMANDS : List.of(argument);
      }
    }
    return COMMANDS;
  }

  private static CommandSpec subcommand(String name, Callbacks callbacks, String... arguments) {
    return switch (name) {
      case "plan" -> complete(new PlanCommand().spec(), callbacks);
      case "apply" -> complete(new ApplyCommand().spec(), callbacks);
      case "explain" -> complete(new ExplainCommand().spec(), callbacks);
      case "doctor" -> complete(new DoctorCommand().spec(), callbacks);
      case "fingerprint" -> complete(new FingerprintCommand().spec(), callbacks);
      case "validate" -> complete(new ValidateCommand().spec(), callbacks);
      case "manifests" -> complete(new ManifestsCommand().spec(), callbacks);
      case "run" -> complete(new RunCommand().spec(), callbacks);
      case COMPLETION -> complete(new CompletionCommand().spec(), callbacks);
      case SIMULATE -> simulate(callbacks, arguments);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Gives a command of ours what all of them have. */
  private static CommandSpec complete(CommandSpec command, Callbacks callbacks) {
    StandardOptions.addTo(command);
    command.usageMessage().sortOptions(false);
    return command.versionProvider(callbacks);
  }

  private static CommandSpec simulate(Callbacks callbacks, String... arguments) {
    CommandSpec simulate = CommandSpec.forAnnotatedObject(SimulateCommand.of(arguments));
    simulate.usageMessage().footer(SIMULATE_EXAMPLES);
    return simulate.versionProvider(callbacks);
  }

  /** The command that a subcommand belongs to. */
  static LogConfigCommand of(CommandSpec subcommand) {
    return (LogConfigCommand) subcommand.root().userObject();
  }

  /** Whether results are written in colours. */
  boolean isColoured() {
    return colour.value().isWanted(Terminal.showsOutput(), System.getenv());
  }

  /** Whether somebody wants to be told more than the result. */
  boolean isVerbose() {
    return verbosity() > 0;
  }

  /** Whether somebody wants to see where a failure came from. */
  boolean isVeryVerbose() {
    return verbosity() > 1;
  }

  /** How often -v was given. */
  private int verbosity() {
    boolean[] given = verbosity.getValue();
    return given == null ? 0 : given.length;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", COMMANDS));
  }

  /** Sets up the log, now that the options are read. */
  void prepare() {
    try {
      LogSetup.choose(
          verbosity(), System.getenv().getOrDefault("LOG_LEVEL", "").strip(), logFormat.value());
    } catch (InvalidInputException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
