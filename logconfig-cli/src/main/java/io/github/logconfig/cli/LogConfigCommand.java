package io.github.logconfig.cli;

import io.github.logconfig.simulator.SimulatorCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: its subcommands, and what is the same for all of them. */
@Command(
    name = "logconfig",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    sortOptions = false,
    description = "Dynatrace log ingest rules as code: planned, proven, applied.",
    footer = {
      "",
      "A first round, on a Dynatrace that is only simulated:",
      "  logconfig simulate --port 8080 --host-group app-sre-stage-01 &",
      "  export DYNATRACE_API_TOKEN=dt0c01.ANY.THING",
      "  logconfig plan --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
      "  logconfig apply --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
      "",
      "Exit status: 0 done or nothing to change, 1 failed, 2 plan: there are changes, 3 invalid"
          + " input,",
      "4 refused by the guard, 5 conflict, 6 permission, 7 unreachable.",
      "",
      "logconfig COMMAND --help tells of each command, with examples."
    })
final class LogConfigCommand implements Runnable {

  /** Commands are made when they are needed: describing one costs more than many a run of it. */
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  private static final String COMPLETION = "completion";

  /** The simulator knows itself by another name. */
  private static final String[] SIMULATE_EXAMPLES = {
    "",
    "Examples:",
    "  logconfig simulate --port 8080 --host-group app-sre-stage-01",
    "  logconfig simulate --port-file port --token dt0c01.ANY.THING=settings.read,entities.read",
    "      lets in one token, which may only read",
    "  logconfig simulate --host-groups-file names.txt --latency 50ms --throttle 4,20"
  };

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = {
        "Write the log to standard error; -vv also the stack trace of a failure.",
        "LOG_LEVEL=error|warn|info|debug|trace says how much of it (default: debug)."
      })
  private boolean[] verbosity = {};

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      scope = ScopeType.INHERIT,
      defaultValue = "text",
      description = "Form of the log's lines (default: ${DEFAULT-VALUE}).")
  private LogFormat logFormat = LogFormat.text;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      scope = ScopeType.INHERIT,
      defaultValue = "auto",
      description =
          "Colours; auto: on a terminal, and not if NO_COLOR is set (default: ${DEFAULT-VALUE}).")
  private ColourChoice colour = ColourChoice.auto;

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("plan", PlanCommand::new);
    commands.put("apply", ApplyCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("fingerprint", FingerprintCommand::new);
    commands.put("validate", ValidateCommand::new);
    commands.put("manifests", ManifestsCommand::new);
    commands.put("run", RunCommand::new);
    commands.put("simulate", SimulatorCommand::new);
    commands.put(COMPLETION, CompletionCommand::new);
    return commands;
  }

  /**
   * The command, ready to be run with these arguments: with the one subcommand that they name, or
   * with all of them.
   */
  static CommandLine commandLine(String... arguments) {
    // no option is of these types, and to look for their classes takes its time; neither is any
    // method a command, which is why every class with options says so
    System.setProperty("picocli.converters.excludes", "java\\.(time|sql)\\..*");
    LogConfigCommand command = new LogConfigCommand();
    CommandLine logconfig = new CommandLine(command);
    Optional<String> named = Arrays.stream(arguments).filter(COMMANDS::containsKey).findFirst();
    COMMANDS.forEach(
        (name, subcommand) -> {
          if (named.isEmpty() || named.get().equals(name) || named.get().equals(COMPLETION)) {
            logconfig.addSubcommand(name, subcommand.get());
          }
        });
    Callbacks callbacks = new Callbacks(command);
    command.spec.versionProvider(callbacks);
    logconfig
        .getSubcommands()
        .values()
        .forEach(subcommand -> subcommand.getCommandSpec().versionProvider(callbacks));
    Optional.ofNullable(logconfig.getSubcommands().get("simulate"))
        .ifPresent(simulate -> simulate.getCommandSpec().usageMessage().footer(SIMULATE_EXAMPLES));
    Values.register(logconfig);
    return logconfig
        .setExpandAtFiles(false)
        .setExecutionStrategy(callbacks)
        .setParameterExceptionHandler(callbacks)
        .setExecutionExceptionHandler(callbacks);
  }

  /** The command that a subcommand belongs to. */
  static LogConfigCommand of(CommandSpec subcommand) {
    return (LogConfigCommand) subcommand.root().userObject();
  }

  /** Whether results are written in colours. */
  boolean isColoured() {
    return colour.isWanted(Terminal.showsOutput(), System.getenv());
  }

  /** Whether somebody wants to be told more than the result. */
  boolean isVerbose() {
    return verbosity.length > 0;
  }

  /** Whether somebody wants to see where a failure came from. */
  boolean isVeryVerbose() {
    return verbosity.length > 1;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", COMMANDS.keySet()));
  }

  /** Sets up the log, now that the options are read. */
  void prepare() {
    try {
      LogSetup.choose(
          verbosity.length, System.getenv().getOrDefault("LOG_LEVEL", "").strip(), logFormat);
    } catch (InvalidInputException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
