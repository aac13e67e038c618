package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.log.ChangeLog;
import io.github.logconfig.cli.loop.OperationsServer;
import io.github.logconfig.cli.loop.RunFeed;
import io.github.logconfig.cli.loop.RunMetrics;
import io.github.logconfig.cli.loop.StatusPage;
import io.github.logconfig.cli.loop.StopSignal;
import io.github.logconfig.cli.option.ArrivalQueryOptions;
import io.github.logconfig.cli.option.OutputOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.option.manifest.ContainerVariables;
import io.github.logconfig.cli.view.ArrivalView;
import io.github.logconfig.cli.view.AtomicFile;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.cli.view.Progress;
import io.github.logconfig.cli.view.RoundView;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.reconcile.loop.ReconcileLoop;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.WatchableSource;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reconciles in a loop. */
@Command(
    name = "run",
    description = {
      "Reconciles in a loop: loads the desired state, plans, applies, waits. Does not ask for"
          + " confirmation.",
      "Serves / (a page of the last round), /metrics (Prometheus), /healthz (the loop makes"
          + " progress) and /readyz (the last round could read and write every environment, and is"
          + " at most 3 intervals old)."
    },
    footer = {
      "",
      "Environment variables, overridden by the options: DRY_RUN (true, false, --dry-run,"
          + " --no-dry-run), RUN_ONCE and STAGED (true, false), SLEEP_DURATION_SECS, SHARDS with"
          + " SHARD_ID or JOB_COMPLETION_INDEX, LOG_LEVEL, PROMETHEUS_PORT, CONFIG.",
      "",
      "SIGTERM and SIGINT: no write is started; writes in progress are completed and reported.",
      "",
      "Exit codes: 0 stopped by a signal, 1 not stopped in time or out of memory, 3 invalid input."
          + " With --once as apply.",
      "",
      "Example:",
      "  logconfig run --file desired.yaml --interval 10m --token-file"
          + " /run/secrets/dynatrace-token"
    })
public final class RunCommand implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final int PORT = 9090;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      description = "Time between rounds, varied by a tenth (default: 5m).")
  private Optional<Duration> interval = Optional.empty();

  @Option(
      names = "--verify-interval",
      paramLabel = "DURATION",
      description =
          "Also verify that the logs of each namespace arrive, at this interval, as logconfig"
              + " verify does. Each verification scans log data, which Dynatrace charges.")
  private Optional<Duration> verifyInterval = Optional.empty();

  @Option(
      names = "--once",
      negatable = true,
      description = "Only one round, without HTTP server; the exit code is the result.")
  private @Nullable Boolean once;

  @Option(
      names = "--dry-run",
      negatable = true,
      description = "Only plan, write nothing (default: --no-dry-run).")
  private @Nullable Boolean dryRun;

  @Option(
      names = "--staged",
      negatable = true,
      description =
          "Apply stage after stage, as the configuration file defines them: a round applies the"
              + " stages that may be applied.")
  private @Nullable Boolean staged;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the HTTP server; 0 for any free port (default: 9090).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on, for example 127.0.0.1 (default: all).")
  private Optional<InetAddress> bind = Optional.empty();

  @Option(
      names = "--port-file",
      paramLabel = "FILE",
      description = "File to write the port to when the server listens.")
  private Optional<Path> portFile = Optional.empty();

  @Option(
      names = "--stop-within",
      paramLabel = "DURATION",
      description =
          "Time for a round to end after SIGTERM or SIGINT (default: 50s); then the process ends"
              + " with exit code 1.")
  private Duration stopWithin = StopSignal.GRACE;

  private List<StageStatus> lastStages = List.of();
  private final Set<String> reportedUnread = new HashSet<>();

  @Mixin private ArrivalQueryOptions query = new ArrivalQueryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private SessionOptions options = new SessionOptions();
  @Mixin private WriteOptions writing = new WriteOptions();

  @Override
  public Integer call() {
    ContainerVariables variables = variables();
    variables.shard().ifPresent(options.desired().selection()::setDefaultShard);
    variables.config().ifPresent(options.desired()::setFallbackConfig);
    boolean single = Optional.ofNullable(once).or(variables::once).orElse(false);
    port.ifPresent(OperationsServer::requirePort);
    ArrivalOptions counting = query.options();
    boolean inStages = Optional.ofNullable(staged).or(variables::staged).orElse(false);
    if (verifyInterval.isEmpty() && !(inStages && options.hasStagesWithArrival())) {
      query.requireNone(
          counting, "--verify-interval" + (inStages ? ", or a stage with a limit on arrival" : ""));
    }
    if (single && verifyInterval.isPresent()) {
      throw new InvalidInputException(
          "--verify-interval excludes --once; use logconfig apply --verify=arrival");
    }
    PrintWriter err = spec.commandLine().getErr();
    Optional<Progress> progress = Session.progress(spec, "the desired state");
    progress.ifPresent(Progress::hide);
    if (query.checksWorkloads()) {
      options.desired().setReadsContexts();
    }
    DesiredStateSource source = options.desired().open(progress);
    ArrivalOptions verifying =
        counting.withWorkloads(options.desired().workloads(query.checksWorkloads()));
    options.staged(inStages);
    options.validate(writing, err);
    RunMetrics metrics = new RunMetrics();
    StatusPage page = new StatusPage();
    try (RunFeed feed =
        new RunFeed(source, options, writing, metrics.ofReconciler(), !single, err, progress)) {
      ReconcileLoop loop =
          loop(feed, variables, verifying)
              .listener(
                  round -> {
                    progress.ifPresent(Progress::hide);
                    metrics.record(round);
                    round.applied().ifPresent(ChangeLog::log);
                    report(round, single);
                    reportUnread(round);
                    if (!single) {
                      page.show(round);
                    }
                  })
              .build();
      StopSignal signal = StopSignal.listen(loop::stop, stopWithin, err);
      int exitCode = ExitCode.FAILED;
      try {
        exitCode =
            single
                ? ExitCode.of(loop.runOnce().failures())
                : serve(loop, source, metrics, page, variables);
      } finally {
        signal.finished(exitCode);
      }
      return exitCode;
    }
  }

  /** Variables of the shard are ignored, even if invalid, if an option names the shard. */
  private ContainerVariables variables() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    if (options.desired().selection().hasShard()) {
      variables.keySet().removeAll(ContainerVariables.OF_SHARDS);
    }
    return ContainerVariables.of(variables);
  }

  private ReconcileLoop.Builder loop(
      RunFeed feed, ContainerVariables variables, ArrivalOptions counting) {
    ReconcileLoop.Builder loop =
        ReconcileLoop.builder(feed).interval(interval.or(variables::interval).orElse(INTERVAL));
    loop.arrivalOfStages(counting);
    verifyInterval.ifPresent(every -> loop.verifyArrival(every, counting));
    boolean onlyPlan = Optional.ofNullable(dryRun).or(variables::dryRun).orElse(false);
    return onlyPlan ? loop.withoutWrites() : loop;
  }

  private int serve(
      ReconcileLoop loop,
      DesiredStateSource source,
      RunMetrics metrics,
      StatusPage page,
      ContainerVariables variables) {
    try (OperationsServer server =
        OperationsServer.start(
            bind, port.or(variables::port).orElse(PORT), metrics.registry(), loop.health(), page)) {
      metrics.watch(loop.health());
      portFile.ifPresent(
          file -> AtomicFile.write("--port-file", file, out -> out.write(server.port() + "\n")));
      spec.commandLine()
          .getErr()
          .println("logconfig: serving /, /metrics, /healthz and /readyz on port " + server.port());
      if (verifyInterval.isPresent()) {
        spec.commandLine()
            .getErr()
            .println(
                "logconfig: LEAKS is only found in namespaces that this process stops; for those of"
                    + " an earlier one, use logconfig verify --plan");
      }
      runAndWatch(source, loop);
    }
    return ExitCode.DONE;
  }

  private static void runAndWatch(DesiredStateSource source, ReconcileLoop loop) {
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

  /** As text, rounds without changes are reported only if they are the first. */
  private void report(LoopRound round, boolean single) {
    if (!output.isText()) {
      output.print(Json.line(RoundView.json(round)));
    } else if (single && round.hasNothingToShow()) {
      round.failures().stream()
          .map(Phrases::message)
          .distinct()
          .forEach(
              line -> spec.commandLine().getErr().println("logconfig: " + SafeText.line(line)));
    } else if (single || round.number() == 1 || !isQuiet(round)) {
      output.print(out -> RoundView.text(round, out));
    }
    lastStages = round.plan().stages();
  }

  /** What a token may not read or see stays so: each line is reported once. */
  private void reportUnread(LoopRound round) {
    round.arrival().stream()
        .flatMap(
            report ->
                Stream.concat(
                    ArrivalView.unread(report).stream(),
                    ArrivalView.hints(
                        report, options.desired().checksWorkloads(query.checksWorkloads()))
                        .stream()))
        .filter(reportedUnread::add)
        .forEach(line -> spec.commandLine().getErr().println("logconfig: " + line));
  }

  /** A round that waits for the same as the one before is not reported. */
  private boolean isQuiet(LoopRound round) {
    boolean onlyWaits =
        !round.plan().stages().isEmpty()
            && round.plan().stages().equals(lastStages)
            && round.failures().stream().allMatch(it -> it.kind() == FailureKind.WAITING)
            && round.applied().stream()
                .flatMap(report -> report.clusters().stream())
                .allMatch(cluster -> cluster.stepsDone() == 0);
    return round.isQuiet() || onlyWaits;
  }
}
