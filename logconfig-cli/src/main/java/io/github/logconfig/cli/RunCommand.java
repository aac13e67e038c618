package io.github.logconfig.cli;

import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.reconcile.loop.ReconcileLoop;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.WatchableSource;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Reconciles again and again. */
final class RunCommand implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final int PORT = 9090;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final SessionOptions options = new SessionOptions();
  private final WriteOptions writing = new WriteOptions();

  private final OptionValue<Optional<String>> interval =
      OptionValue.text(
          "--interval",
          "DURATION",
          "How long to wait between rounds, give or take a tenth (default: 5m).");

  private final OptionValue<Optional<Boolean>> once =
      OptionValue.negatableFlag(
          "--once", "Only one round, and no HTTP; the exit status tells how it went.");

  private final OptionValue<Optional<Boolean>> dryRun =
      OptionValue.negatableFlag(
          "--dry-run", "Only plan, and write nothing (default: --no-dry-run).");

  private final OptionValue<Optional<Integer>> port =
      OptionValue.number(
          "--port", "PORT", "Port of /metrics, /healthz and /readyz; 0 takes any (default: 9090).");

  private final OptionValue<Optional<String>> bind =
      OptionValue.text(
          "--bind", "ADDRESS", "Address to listen on, for example 127.0.0.1 (default: all).");

  private final OptionValue<Optional<String>> stopWithin =
      OptionValue.text(
          "--stop-within",
          "DURATION",
          "How long a round may take to end after SIGTERM or SIGINT (default: 50s).",
          "Afterwards the process ends with exit status 1.");

  private final OptionValue<Optional<Path>> portFile =
      OptionValue.path("--port-file", "FILE", "File to write the port to once it is listened on.");

  private final OutputOptions output = new OutputOptions(spec);

  RunCommand() {
    spec.name("run")
        .usageMessage()
        .description(
            "Reconciles in a loop: loads the desired state, plans, applies, waits. Asks nobody.",
            "Serves /metrics (Prometheus), /healthz (the loop is not stuck) and /readyz (the last"
                + " round could read and write every environment, and is at most 3 intervals old).")
        .footer(
            "",
            "Variables, each beaten by its option: DRY_RUN (true, false, --dry-run, --no-dry-run),"
                + " RUN_ONCE (true, false),",
            "SLEEP_DURATION_SECS, SHARDS with SHARD_ID or JOB_COMPLETION_INDEX, LOG_LEVEL,"
                + " PROMETHEUS_PORT, CONFIG.",
            "",
            "SIGTERM and SIGINT: no write is begun any more, those under way are finished and"
                + " reported.",
            "",
            "Exit status: 0 stopped by a signal, 1 not stopped in time or out of memory, 3 invalid"
                + " input. With --once as of apply.",
            "",
            "Example:",
            "  logconfig run --file desired.yaml --interval 10m --token-file"
                + " /run/secrets/dynatrace-token");
    options.addTo(spec);
    writing.addTo(spec);
    interval.addTo(spec);
    once.addTo(spec);
    dryRun.addTo(spec);
    port.addTo(spec);
    bind.addTo(spec);
    stopWithin.addTo(spec);
    portFile.addTo(spec);
    output.addToCommand();
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    ContainerVariables variables = variables();
    variables.shard().ifPresent(options.desired().selection()::shardUnlessGiven);
    variables.config().ifPresent(options.desired()::configUnlessGiven);
    boolean single = once.value().or(variables::once).orElse(false);
    Duration grace =
        stopWithin
            .value()
            .map(text -> DurationOption.parse("--stop-within", text))
            .orElse(StopSignal.GRACE);
    Optional<InetAddress> address = bind.value().map(OperationsServer::address);
    port.value().ifPresent(OperationsServer::requirePort);
    DesiredStateSource source = options.desired().open();
    options.requireSense(writing, spec.commandLine().getErr());
    RunMetrics metrics = new RunMetrics();
    PrintWriter notes = spec.commandLine().getErr();
    try (RunFeed feed = new RunFeed(source, options, writing, metrics.ofReconciler(), notes)) {
      ReconcileLoop loop =
          loop(feed, variables)
              .listener(
                  round -> {
                    metrics.record(round);
                    round.apply().ifPresent(ChangeLog::note);
                    report(round, single);
                  })
              .build();
      StopSignal signal = StopSignal.listen(loop::stop, grace, notes);
      int exitCode = ExitCode.FAILED;
      try {
        exitCode =
            single
                ? ExitCode.of(loop.runOnce().failures())
                : keepRunning(loop, source, metrics, address, variables);
      } finally {
        signal.finished(exitCode);
      }
      return exitCode;
    }
  }

  /** The share that an option names leaves the variables about it without meaning. */
  private ContainerVariables variables() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    if (options.desired().selection().hasShard()) {
      variables.keySet().removeAll(ContainerVariables.OF_SHARDS);
    }
    return ContainerVariables.of(variables);
  }

  private ReconcileLoop.Builder loop(RunFeed feed, ContainerVariables variables) {
    ReconcileLoop.Builder loop =
        ReconcileLoop.builder(feed)
            .interval(
                interval
                    .value()
                    .map(text -> DurationOption.parse("--interval", text))
                    .or(variables::interval)
                    .orElse(INTERVAL));
    return dryRun.value().or(variables::dryRun).orElse(false) ? loop.withoutWrites() : loop;
  }

  private int keepRunning(
      ReconcileLoop loop,
      DesiredStateSource source,
      RunMetrics metrics,
      Optional<InetAddress> address,
      ContainerVariables variables) {
    try (OperationsServer server =
        OperationsServer.start(
            address,
            port.value().or(variables::port).orElse(PORT),
            metrics.registry(),
            loop.health())) {
      metrics.watch(loop.health());
      portFile
          .value()
          .ifPresent(file -> AtomicFile.write("--port-file", file, server.port() + "\n"));
      spec.commandLine()
          .getErr()
          .println("logconfig: serving /metrics, /healthz and /readyz on port " + server.port());
      watched(source, loop);
    }
    return ExitCode.DONE;
  }

  private static void watched(DesiredStateSource source, ReconcileLoop loop) {
    if (source instanceof WatchableSource watchable) {
      WatchableSource.Watching watching = watchable.watch(loop::wake);
      try {
        loop.run();
      } finally {
        watching.close();
      }
    } else {
      loop.run();
    }
  }

  /** Rounds that have nothing to tell are told of only where programs listen, and at the start. */
  private void report(LoopRound round, boolean single) {
    if (!output.isText()) {
      output.print(Json.line(RoundJson.of(round)));
    } else if (single && round.hasNothingToShow()) {
      round.failures().stream()
          .map(Failure::message)
          .distinct()
          .forEach(
              line -> spec.commandLine().getErr().println("logconfig: " + Printable.line(line)));
    } else if (single || round.number() == 1 || !round.isQuiet()) {
      output.print(RoundText.of(round));
    }
  }
}
