package io.github.logconfig.cli.command;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.loop.StopSignal;
import io.github.logconfig.cli.option.ArrivalQueryOptions;
import io.github.logconfig.cli.option.ArrivalWaitOptions;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.PlanKeyOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.ArrivalProgress;
import io.github.logconfig.cli.view.ArrivalView;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies that rules are as desired and logs arrive. */
@Command(
    name = "verify",
    description = {
      "Verifies that the rules are as desired, and that the logs of each namespace arrive. Writes"
          + " nothing.",
      "Counts the log records of each environment with one query, which Dynatrace charges by"
          + " scanned data. Needs a platform token or an OAuth client with the scopes"
          + " storage:logs:read and storage:buckets:read.",
      "Verdicts: ARRIVES, SILENT (no record, and no running workload is known), MISSING (a workload"
          + " runs, and no record arrives), LEAKS (should have stopped), UNKNOWN with its cause.",
      "Running workloads are known with --kubernetes or --check-workloads."
    },
    footer = {
      "",
      "Exit codes: 0 rules as desired and no verdict of --fail-on, 1 otherwise, 3 invalid input,"
          + " 6 permission, 7 unreachable.",
      "",
      "Examples:",
      "  logconfig verify --file desired.yaml --scan-limit 5",
      "      scans at most 5 GiB in each environment",
      "  logconfig verify --file desired.yaml --cluster app-sre-stage-01 --detail",
      "  logconfig verify --file desired.yaml --counts-metric log.records.by.namespace",
      "      reads a metric, which is not charged",
      "  logconfig verify --file desired.yaml --check-workloads --sees-all-records",
      "      reads running pods, too: without logs, their namespaces are MISSING",
      "  logconfig verify --plan plan.json --applied-at 2026-11-27T09:00:00Z",
      "      verifies what the plan has changed: what it has stopped must not leak",
      "  logconfig verify --file desired.yaml --rules-only",
      "      compares the rules only; needs no query"
    })
public final class VerifyCommand implements Callable<Integer> {

  /** Formats of the result. */
  enum Format {
    text,
    json,
    html
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rules-only",
      description = "Only verify that the rules are as desired; count no records.")
  private boolean rulesOnly;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICTS",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "missing,leaks,unknown",
      description =
          "Verdicts that give exit code 1, of missing, leaks, unknown and silent (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Failing> failOn = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|html",
      defaultValue = "text",
      description = "Format of the result on standard output (default: ${DEFAULT-VALUE}).")
  private Format output = Format.text;

  @Option(names = "--detail", description = "In text, list every cluster and namespace.")
  private boolean detail;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Verify the desired state and the effects of a plan that plan --out FILE has saved and"
              + " that was applied: the logs of namespaces that it has stopped must not arrive.")
  private Optional<Path> savedPlan = Optional.empty();

  @Option(
      names = "--applied-at",
      paramLabel = "TIME",
      description =
          "With --plan: when it had been applied, such as 2026-11-27T09:00:00Z (default: just now,"
              + " so that verify waits for it to take effect).")
  private Optional<Instant> appliedAt = Optional.empty();

  @Mixin private PlanKeyOptions key = new PlanKeyOptions();
  @Mixin private ArrivalWaitOptions waiting = new ArrivalWaitOptions();
  @Mixin private ArrivalQueryOptions query = new ArrivalQueryOptions();
  @Mixin private SessionOptions options = new SessionOptions();

  /** Verdicts that fail a verification by default. */
  static final List<Failing> FAILING = List.of(Failing.missing, Failing.leaks, Failing.unknown);

  /** Verdicts that can fail a verification. */
  enum Failing {
    missing,
    leaks,
    unknown,
    silent
  }

  @Override
  public Integer call() {
    if (query.checksWorkloads()) {
      options.desired().setReadsContexts();
    }
    ArrivalOptions how = waiting.apply(query.options());
    StopSignal signal =
        StopSignal.listen(
            Thread.currentThread()::interrupt, StopSignal.GRACE, spec.commandLine().getErr());
    int exitCode = ExitCode.FAILED;
    try {
      exitCode = savedPlan.isEmpty() ? verify(how) : verifyPlan(savedPlan.get(), how);
    } finally {
      signal.finished(exitCode);
    }
    return exitCode;
  }

  private int verify(ArrivalOptions how) {
    if (appliedAt.isPresent() || key.read().isPresent()) {
      throw new InvalidInputException("--applied-at and --plan-key require --plan");
    }
    try (Session session = Session.open(options, readOnly(), spec)) {
      return rulesOnly
          ? finish(session, session.reconciler().verify(session.fleet()))
          : finish(
              session, session.reconciler().verifyArrival(session.fleet(), counting(session, how)));
    }
  }

  private int verifyPlan(Path file, ArrivalOptions how) {
    options.desired().requireNone("--plan");
    PlanReport saved = PlanFile.read("--plan", file, key.read());
    ArrivalOptions after = appliedAt.map(time -> how.after(saved, time)).orElse(how.after(saved));
    try (Session session = Session.open(saved.plan(), options, readOnly(), spec)) {
      return rulesOnly
          ? finish(session, session.reconciler().verify(saved))
          : finish(session, session.reconciler().verifyArrival(saved, counting(session, after)));
    } catch (InvalidPlanException e) {
      throw new InvalidInputException("--plan " + file + ": " + e.getMessage());
    }
  }

  private static WriteOptions readOnly() {
    return WriteOptions.readOnly(new ImpactLimitOptions());
  }

  private ArrivalOptions counting(Session session, ArrivalOptions how) {
    return how.withWorkloads(options.desired().workloads(query.checksWorkloads()))
        .withListener(new ArrivalProgress(session.progress(), spec.commandLine().getErr()));
  }

  private int finish(Session session, PlanReport rules) {
    return finish(session, new ArrivalReport(rules, List.of()));
  }

  private int finish(Session session, ArrivalReport report) {
    session.hideProgress();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    switch (output) {
      case text ->
          out.print(ArrivalView.text(report, detail, LogConfigCommand.of(spec).isColored()));
      case json -> out.print(Json.of(ArrivalView.json(report)));
      case html -> ArrivalView.html(report, out);
    }
    out.flush();
    ArrivalView.failures(report).forEach(err::println);
    if (output == Format.text) {
      ArrivalView.hints(report, options.desired().checksWorkloads(query.checksWorkloads()))
          .forEach(line -> err.println("logconfig: " + line));
    }
    return exitCode(report, failOn);
  }

  /** Returns the exit code of a verification. Failures decide, then rules, then verdicts. */
  static int exitCode(ArrivalReport report, List<Failing> failOn) {
    List<Failure> failures = new ArrayList<>(report.failures());
    failures.addAll(report.rules().environments().values());
    failures.addAll(report.rules().withheld().values());
    if (!failures.isEmpty()) {
      return ExitCode.of(failures);
    }
    boolean fails =
        failOn.stream()
            .map(it -> ArrivalVerdict.valueOf(it.name().toUpperCase(Locale.ROOT)))
            .anyMatch(verdict -> report.count(verdict) > 0);
    return fails || !report.rules().isAsDesired() ? ExitCode.FAILED : ExitCode.DONE;
  }
}
