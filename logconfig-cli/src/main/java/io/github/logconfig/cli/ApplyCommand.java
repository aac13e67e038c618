package io.github.logconfig.cli;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.render.PlanText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** Makes it so. */
final class ApplyCommand implements Callable<Integer> {

  /** Before everything is read once more to be verified. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final SessionOptions options = new SessionOptions();
  private final WriteOptions writing = new WriteOptions();

  private final OptionValue<Optional<Path>> savedPlan =
      OptionValue.path(
          "--plan",
          "FILE",
          "Apply exactly this plan, saved by plan --out FILE, or nothing where the rules have"
              + " changed since.",
          "The plan is made anew from the rules as they are, and compared with the file.");

  private final PlanKeyOption key =
      new PlanKeyOption("Refuse the plan of --plan unless plan --out has signed it with this key.");

  private final OptionValue<Boolean> yes =
      OptionValue.flag("--yes", "Do not ask; without it, apply asks if it runs on a terminal.");

  private final OptionValue<Boolean> verify =
      OptionValue.flag(
          "--verify", "Read everything again at the end and fail if something is still to change.");

  private final OutputOptions output = new OutputOptions(spec);

  ApplyCommand() {
    spec.name("apply")
        .usageMessage()
        .description("Shows what would change, and makes it so.")
        .footer(
            "",
            "Exit status: 0 done or nothing to change, 3 invalid input, 4 refused by the guard, 5"
                + " conflict,",
            "6 permission, 7 unreachable, 1 failed for at least one cluster.",
            "",
            "Examples:",
            "  logconfig apply --file desired.yaml",
            "      shows the plan and asks, if it runs on a terminal",
            "  logconfig apply --file desired.yaml --token-file /run/secrets/dynatrace-token --yes"
                + " --verify",
            "      asks nobody, and reads everything again at the end",
            "  logconfig apply --plan plan.json",
            "      applies what plan --out plan.json has saved, or nothing where the rules have"
                + " changed",
            "  logconfig apply --config /etc/logconfig.yaml --max-stopping 50",
            "      lets up to 50 namespaces stop");
    options.addTo(spec);
    writing.addTo(spec);
    savedPlan.addTo(spec);
    key.addTo(spec);
    yes.addTo(spec);
    verify.addTo(spec);
    output.addToCommand();
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    StopSignal signal =
        StopSignal.listen(
            Thread.currentThread()::interrupt, StopSignal.GRACE, spec.commandLine().getErr());
    int exitCode = ExitCode.FAILED;
    try {
      Optional<Path> saved = savedPlan.value();
      exitCode = saved.isEmpty() ? applyDesiredState() : applySavedPlan(saved.get());
    } finally {
      signal.finished(exitCode);
    }
    return exitCode;
  }

  private int applyDesiredState() {
    if (key.read().isPresent()) {
      throw new InvalidInputException("--plan-key has a meaning with --plan only");
    }
    try (Session session = options.open(writing, spec.commandLine().getErr())) {
      PlanReport planned = session.reconciler().plan(session.fleet());
      session.hideProgress();
      if (!isConfirmed(planned)) {
        return notConfirmed();
      }
      int exitCode = report(session, Reconciler::apply, planned);
      return exitCode == ExitCode.DONE && verify.value()
          ? verified(session, () -> session.reconciler().verify(session.fleet()))
          : exitCode;
    }
  }

  private int applySavedPlan(Path file) {
    if (options.desired().isGiven()) {
      throw new InvalidInputException(
          "--plan says all about what to apply; leave out --file, --data, --cluster, --environment"
              + " and --policy");
    }
    Optional<byte[]> secret = key.read();
    if (writing.removesOrphans() && secret.isEmpty()) {
      throw new InvalidInputException(
          "--remove-orphans with --plan needs --plan-key: only the desired state says which rules"
              + " are orphans, and an unsigned plan may say anything");
    }
    PlanReport saved = PlanFile.read(file, secret);
    try (Session session = options.open(saved.plan(), writing, spec.commandLine().getErr())) {
      PlanReport fresh = session.reconciler().confirm(saved);
      session.hideProgress();
      if (!isConfirmed(fresh)) {
        return notConfirmed();
      }
      int exitCode = report(session, Reconciler::applySaved, fresh);
      return exitCode == ExitCode.DONE && verify.value()
          ? verified(session, () -> session.reconciler().verify(fresh))
          : exitCode;
    } catch (InvalidPlanException e) {
      throw new InvalidInputException("--plan " + file + ": " + e.getMessage());
    }
  }

  /** Shows the plan, and asks where there is somebody to ask and something to ask about. */
  private boolean isConfirmed(PlanReport planned) {
    FleetPlan plan = planned.plan();
    if (output.isText()) {
      if (!plan.clusters().isEmpty()) {
        output.print(PlanText.of(plan, planned.impact(), output.isColoured()));
      }
      output.print(OrphanText.of(planned.orphans(), writing.removesOrphans()));
    }
    ImpactText.advice(planned.impact()).ifPresent(spec.commandLine().getErr()::println);
    boolean removes = writing.removesOrphans() && !planned.orphans().isEmpty();
    return (plan.isEmpty() && !removes) || yes.value() || Terminal.confirms("Apply this plan?");
  }

  private int notConfirmed() {
    spec.commandLine().getErr().println("Nothing was written.");
    return ExitCode.FAILED;
  }

  private int report(
      Session session, BiFunction<Reconciler, PlanReport, ApplyReport> work, PlanReport planned) {
    long start = System.nanoTime();
    ApplyReport report = work.apply(session.reconciler(), planned);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    session.hideProgress();
    ChangeLog.note(report);
    output.print(() -> ApplyReportText.of(report, taken), () -> ApplyReportJson.of(report));
    return ExitCode.of(report.failures());
  }

  /** What the service has written, its reads may show only some time later. */
  private int verified(Session session, Supplier<PlanReport> reading) {
    boolean asDesired = reading.get().isAsDesired();
    for (int i = 0; i < PAUSES.size() && !asDesired && passed(PAUSES.get(i)); i++) {
      asDesired = reading.get().isAsDesired();
    }
    session.hideProgress();
    if (asDesired) {
      return ExitCode.DONE;
    }
    spec.commandLine()
        .getErr()
        .println("verification failed: the environments are not as desired after the apply");
    return ExitCode.FAILED;
  }

  /** Waits, unless the run is to end. */
  private static boolean passed(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
