package io.github.logconfig.cli;

import io.github.logconfig.cli.command.ApplyCommand;
import io.github.logconfig.cli.command.CompletionCommand;
import io.github.logconfig.cli.command.DoctorCommand;
import io.github.logconfig.cli.command.ExplainCommand;
import io.github.logconfig.cli.command.FingerprintCommand;
import io.github.logconfig.cli.command.HelpCommand;
import io.github.logconfig.cli.command.ImportCommand;
import io.github.logconfig.cli.command.ListCommand;
import io.github.logconfig.cli.command.ManifestsCommand;
import io.github.logconfig.cli.command.PlanCommand;
import io.github.logconfig.cli.command.RunCommand;
import io.github.logconfig.cli.command.ShowCommand;
import io.github.logconfig.cli.command.SimulateCommand;
import io.github.logconfig.cli.command.ValidateCommand;
import io.github.logconfig.cli.command.VerifyCommand;
import io.github.logconfig.cli.command.VersionCommand;
import io.github.logconfig.cli.log.LogFormat;
import io.github.logconfig.cli.log.LogSetup;
import io.github.logconfig.cli.option.ColorChoice;
import io.github.logconfig.cli.option.Converters;
import io.github.logconfig.cli.view.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command without a subcommand, and the options that all subcommands have. */
@Command(
    name = "logconfig",
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class LogConfigCommand implements Runnable {

  /** Builds each subcommand from the arguments of logconfig; in the order of the help. */
  private static final Map<String, Function<String[], Object>> SUBCOMMANDS = new LinkedHashMap<>();

  static {
    SUBCOMMANDS.put("plan", arguments -> new PlanCommand());
    SUBCOMMANDS.put("apply", arguments -> new ApplyCommand());
    SUBCOMMANDS.put("verify", arguments -> new VerifyCommand());
    SUBCOMMANDS.put("show", arguments -> new ShowCommand());
    SUBCOMMANDS.put("explain", arguments -> new ExplainCommand());
    SUBCOMMANDS.put("import", arguments -> new ImportCommand());
    SUBCOMMANDS.put("list", arguments -> new ListCommand());
    SUBCOMMANDS.put("doctor", arguments -> new DoctorCommand());
    SUBCOMMANDS.put("fingerprint", arguments -> new FingerprintCommand());
    SUBCOMMANDS.put("validate", arguments -> new ValidateCommand());
    SUBCOMMANDS.put("manifests", arguments -> new ManifestsCommand());
    SUBCOMMANDS.put("run", arguments -> new RunCommand());
    SUBCOMMANDS.put("completion", arguments -> new CompletionCommand());
    SUBCOMMANDS.put("simulate", LogConfigCommand::simulate);
    SUBCOMMANDS.put("help", arguments -> new HelpCommand());
    SUBCOMMANDS.put("version", arguments -> new VersionCommand());
  }

  /** Commands that need all others. */
  private static final Set<String> DESCRIBING = Set.of("completion", "help");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = {
        "Write the log to standard error; -vv also prints the stack trace of a failure.",
        "LOG_LEVEL=error|warn|info|debug|trace sets the level (default: debug)."
      })
  private boolean[] verbosity = {};

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Do not show progress, or what the command is waiting for.")
  private boolean quiet;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      scope = ScopeType.INHERIT,
      defaultValue = "text",
      description = "Format of log lines (default: ${DEFAULT-VALUE}).")
  private LogFormat logFormat = LogFormat.text;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      scope = ScopeType.INHERIT,
      defaultValue = "auto",
      description =
          "Colors; auto: on a terminal, unless NO_COLOR is set (default: ${DEFAULT-VALUE}).")
  private ColorChoice color = ColorChoice.auto;

  /**
   * Returns the command, ready to be executed once.
   *
   * <p>If the first argument names a subcommand, only that one is built, because building all
   * delays the start. Completion, help and error messages need all of them.
   *
   * @param arguments arguments of the execution; none if all commands are described
   */
  static CommandLine commandLine(String... arguments) {
    LogConfigCommand command = new LogConfigCommand();
    CommandLine logconfig = new CommandLine(command);
    // attributes of the root command are inherited; these belong to the root alone
    logconfig
        .getCommandSpec()
        .usageMessage()
        .description("Manages Dynatrace log ingest rules as code: plan, apply, verify.")
        .footer(
            "",
            "Try it on a simulated Dynatrace:",
            "  logconfig simulate --port 8080 --host-group app-sre-stage-01 &",
            "  export DYNATRACE_API_TOKEN=dt0c01.ANY.THING",
            "  logconfig plan --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
            "  logconfig apply --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
            "",
            "Exit codes: 0 done or nothing to change, 1 failed, 2 changes (plan), 3 invalid input,"
                + " 4 refused by the impact limit, 5 conflict, 6 permission, 7 unreachable.",
            "",
            "See logconfig COMMAND --help for the options of a command, with examples.");
    String named = arguments.length == 0 ? "" : arguments[0];
    boolean all = DESCRIBING.contains(named) || !SUBCOMMANDS.containsKey(named);
    SUBCOMMANDS.forEach(
        (name, subcommand) -> {
          if (all || name.equals(named)) {
            logconfig.addSubcommand(name, subcommand.apply(arguments));
          }
        });
    Converters.register(logconfig);
    HelpSections.install(logconfig);
    ErrorHandler errors = new ErrorHandler();
    return logconfig
        .setExpandAtFiles(false)
        .setExecutionStrategy(command::execute)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  private static CommandLine simulate(String... arguments) {
    CommandLine simulate = new CommandLine(SimulateCommand.of(arguments));
    simulate
        .getCommandSpec()
        .usageMessage()
        .footer(
            "",
            "Examples:",
            "  logconfig simulate --port 8080 --host-group app-sre-stage-01",
            "  logconfig simulate --port-file port --token"
                + " dt0c01.ANY.THING=settings.read,entities.read",
            "      accepts one token, which can only read",
            "  logconfig simulate --host-groups-file names.txt --latency 50ms --throttle 4,20");
    return simulate;
  }

  /** Returns the root command of a subcommand. */
  public static LogConfigCommand of(CommandSpec subcommand) {
    return (LogConfigCommand) subcommand.root().userObject();
  }

  /** Returns whether standard output gets colors. */
  public boolean isColored() {
    return color.isEnabled(Terminal.showsOutput(), System.getenv());
  }

  /** Returns whether --quiet was given. */
  public boolean isQuiet() {
    return quiet;
  }

  /** Returns whether -v was given. */
  public boolean isVerbose() {
    return verbosity.length > 0;
  }

  /** Returns whether -v was given twice. */
  boolean isVeryVerbose() {
    return verbosity.length > 1;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a command: " + String.join(", ", spec.subcommands().keySet()));
  }

  /**
   * Configures the log, then runs the subcommand. With --help, an unknown command is not a parse
   * error; the general help would hide the mistake.
   */
  private int execute(ParseResult parsed) {
    if (!parsed.hasSubcommand() && !parsed.unmatched().isEmpty()) {
      throw new UnmatchedArgumentException(spec.commandLine(), parsed.unmatched());
    }
    try {
      LogSetup.choose(
          verbosity.length, System.getenv().getOrDefault("LOG_LEVEL", "").strip(), logFormat);
    } catch (InvalidInputException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    return new RunLast().execute(parsed);
  }
}
