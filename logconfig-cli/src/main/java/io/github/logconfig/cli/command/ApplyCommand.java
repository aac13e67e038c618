package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.log.ChangeLog;
import io.github.logconfig.cli.loop.StopSignal;
import io.github.logconfig.cli.option.ArrivalQueryOptions;
import io.github.logconfig.cli.option.ArrivalWaitOptions;
import io.github.logconfig.cli.option.OutputOptions;
import io.github.logconfig.cli.option.PlanKeyOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.ApplyView;
import io.github.logconfig.cli.view.ArrivalProgress;
import io.github.logconfig.cli.view.ArrivalView;
import io.github.logconfig.cli.view.PlanView;
import io.github.logconfig.cli.view.StageView;
import io.github.logconfig.cli.view.Terminal;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalListener;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.rollout.Rollout;
import io.github.logconfig.reconcile.rollout.RolloutReport;
import io.github.logconfig.reconcile.rollout.StagedApply;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanText;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a plan and applies it. */
@Command(
    name = "apply",
    description = "Shows what will change, and applies it.",
    footer = {
      "",
      "Exit codes: 0 done or nothing to change, 1 failed for at least one cluster, 2 a stage has to"
          + " wait (--staged), 3 invalid input,"
          + " 4 refused by the impact limit, 5 conflict, 6 permission, 7 unreachable.",
      "",
      "Examples:",
      "  logconfig apply --file desired.yaml",
      "      shows the plan and asks for confirmation",
      "  logconfig apply --file desired.yaml --token-file /run/secrets/dynatrace-token --yes"
          + " --verify",
      "      does not ask, and reads all rules again at the end",
      "  logconfig apply --file desired.yaml --yes --verify=arrival --scan-limit 5",
      "      waits until the change has taken effect, and verifies that the logs arrive",
      "  logconfig apply --plan plan.json --yes",
      "      applies what plan --out plan.json has saved, or nothing if rules have changed since",
      "  logconfig apply --config /etc/logconfig.yaml --max-stopping 50 --yes",
      "      accepts that up to 50 namespaces stop",
      "  logconfig apply --config /etc/logconfig.yaml --staged --yes",
      "      applies the stages of the configuration file one after the other"
    })
public final class ApplyCommand implements Callable<Integer> {

  /** Pauses before the attempts to verify: reads may show writes with a delay. */
  private static final List<Duration> VERIFY_PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--yes",
      description = "Do not ask for confirmation; required without a terminal.")
  private boolean yes;

  /** What is verified at the end. */
  enum Verification {
    rules,
    arrival
  }

  @Option(
      names = "--verify",
      arity = "0..1",
      paramLabel = "rules|arrival",
      fallbackValue = "rules",
      description = {
        "Read all rules again at the end, and fail if something is left to change.",
        "arrival: also wait until the change has taken effect, and verify that the logs of each"
            + " namespace arrive, as logconfig verify does."
      })
  private Optional<Verification> verification = Optional.empty();

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Apply exactly the plan that plan --out FILE has saved, with the rules that it adopts;"
              + " refused if rules have changed since.")
  private Optional<Path> savedPlan = Optional.empty();

  @Option(
      names = "--detail",
      description = "List every cluster, namespace and finding, instead of grouping them.")
  private boolean detail;

  @Option(
      names = "--staged",
      description =
          "Apply stage after stage, as the configuration file defines them, and stop at the first"
              + " stage that fails. Run it again to continue.")
  private boolean staged;

  @Mixin private ArrivalWaitOptions waiting = new ArrivalWaitOptions();
  @Mixin private ArrivalQueryOptions query = new ArrivalQueryOptions();
  @Mixin private PlanKeyOptions key = new PlanKeyOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private SessionOptions options = new SessionOptions();
  @Mixin private WriteOptions writing = new WriteOptions();

  @Override
  public Integer call() {
    if (!yes && !Terminal.canAsk()) {
      throw new InvalidInputException(
          "apply cannot ask for confirmation without a terminal; confirm with --yes");
    }
    if (query.checksWorkloads()) {
      options.desired().setReadsContexts();
    }
    ArrivalOptions counting = waiting.apply(query.options());
    if (!verifiesArrival() && !(staged && options.hasStagesWithArrival())) {
      query.requireNone(
          staged ? query.options() : counting,
          "--verify=arrival" + (staged ? ", or a stage with a limit on arrival" : ""));
    }
    StopSignal signal =
        StopSignal.listen(
            Thread.currentThread()::interrupt, StopSignal.GRACE, spec.commandLine().getErr());
    int exitCode = ExitCode.FAILED;
    try {
      exitCode =
          savedPlan.isEmpty()
              ? applyDesiredState(counting)
              : applySavedPlan(savedPlan.get(), counting);
    } finally {
      signal.finished(exitCode);
    }
    return exitCode;
  }

  private int applyDesiredState(ArrivalOptions counting) {
    if (key.read().isPresent()) {
      throw new InvalidInputException("--plan-key requires --plan");
    }
    options.staged(staged);
    try (Session session = Session.open(options, writing, spec)) {
      if (staged) {
        return applyStages(session, withWorkloads(counting));
      }
      if (!options.desired().configuration().stages().isEmpty()) {
        spec.commandLine()
            .getErr()
            .println("logconfig: the stages of the configuration file need --staged; not used");
      }
      if (yes) {
        return applyAtOnce(session, counting);
      }
      PlanReport planned = session.reconciler().plan(session.fleet());
      session.hideProgress();
      return isConfirmed(planned)
          ? apply(
              session,
              Reconciler::apply,
              planned,
              Checks.of(session, planned, withWorkloads(counting)))
          : notConfirmed();
    }
  }

  /** There is no confirmation, so the plan cannot become outdated meanwhile. */
  private int applyAtOnce(Session session, ArrivalOptions counting) {
    List<PlanReport> planned = new ArrayList<>();
    AtomicLong start = new AtomicLong();
    ApplyReport report =
        session
            .reconciler()
            .apply(
                session.fleet(),
                plan -> {
                  session.hideProgress();
                  show(plan);
                  planned.add(plan);
                  start.set(System.nanoTime());
                  session.showProgress();
                });
    return finish(
        session,
        report,
        start.get(),
        planned.get(0),
        Checks.of(session, planned.get(0), withWorkloads(counting)));
  }

  private int applyStages(Session session, ArrivalOptions counting) {
    Rollout rollout = options.rollout(session.selected()).orElseThrow();
    StagedApply stages = new StagedApply(Clock.systemUTC(), counting);
    PlanReport planned = session.reconciler().plan(session.fleet());
    planned =
        planned.withStages(stages.preview(session.reconciler(), session.fleet(), rollout, planned));
    session.hideProgress();
    if (!isConfirmed(planned)) {
      return notConfirmed();
    }
    long start = System.nanoTime();
    session.showProgress();
    RolloutReport report =
        stages.applyAll(
            session.reconciler(),
            session.fleet(),
            rollout,
            planned,
            (soFar, until) -> !waiting.isNone() && awaits(session, soFar, until));
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    session.hideProgress();
    ChangeLog.log(report.applied());
    PlanReport applied = planned;
    return finish(
        session,
        report.failures(),
        () -> ApplyView.text(report.applied(), duration) + StageView.text(report.stages()),
        () -> ApplyView.json(report, applied.plan()),
        Checks.of(session, applied, counting));
  }

  /** Returns false if the run was stopped meanwhile. */
  private boolean awaits(Session session, RolloutReport soFar, Instant until) {
    String what = soFar.current().map(stage -> StageView.waiting(stage, until)).orElse("");
    session.hideProgress();
    spec.commandLine().getErr().println("logconfig: " + what);
    session.progress().ifPresent(it -> it.waitFor(what));
    boolean goesOn = pause(Duration.between(Instant.now(), until));
    session.showProgress();
    return goesOn;
  }

  private int applySavedPlan(Path file, ArrivalOptions counting) {
    if (staged) {
      throw new InvalidInputException(
          "--plan excludes --staged: a saved plan is out of date as soon as its first stage is"
              + " written; apply the desired state in stages, without --plan");
    }
    options.desired().requireNone("--plan");
    Optional<byte[]> secret = key.read();
    if (writing.removesOrphans() && secret.isEmpty()) {
      throw new InvalidInputException(
          "--remove-orphans with --plan requires --plan-key: an unsigned plan is no evidence of"
              + " which rules are orphans");
    }
    PlanReport saved = PlanFile.read("--plan", file, secret);
    options.adoptReviewed(saved.plan());
    try (Session session = Session.open(saved.plan(), options, writing, spec)) {
      PlanReport fresh = session.reconciler().confirm(saved);
      session.hideProgress();
      return isConfirmed(fresh)
          ? apply(
              session,
              Reconciler::applySaved,
              fresh,
              new Checks(
                  () -> session.reconciler().verify(fresh),
                  progress ->
                      session
                          .reconciler()
                          .verifyArrival(fresh, withWorkloads(counting).withListener(progress))))
          : notConfirmed();
    } catch (InvalidPlanException e) {
      throw new InvalidInputException("--plan " + file + ": " + e.getMessage());
    }
  }

  /** Shows the plan, and asks unless there is nothing to apply. */
  private boolean isConfirmed(PlanReport planned) {
    show(planned);
    boolean removes = writing.removesOrphans() && !planned.orphans().isEmpty();
    return (planned.plan().isEmpty() && !removes) || yes || Terminal.confirms("Apply this plan?");
  }

  private void show(PlanReport planned) {
    PlanReport assessed = writing.removesOrphans() ? planned.assessingRemovals() : planned;
    if (output.isText() && !PlanView.isFailed(planned)) {
      PlanView.Form form =
          new PlanView.Form(
              PlanView.Format.text,
              new PlanText.Style(output.isColored(), detail),
              PlanMarkdown.Options.DEFAULT,
              writing.removesOrphans(),
              options.desired().revision());
      output.print(out -> PlanView.write(planned, form, out));
      if (!planned.plan().isEmpty()) {
        spec.commandLine().getOut().println();
      }
    }
    PlanView.impactAdvice(assessed.impact()).ifPresent(spec.commandLine().getErr()::println);
  }

  private int notConfirmed() {
    String message = "Not confirmed; nothing was written.";
    if (!output.isText()) {
      output.printError(new Failure(FailureKind.CANCELLED, message));
    }
    spec.commandLine().getErr().println(message);
    return ExitCode.FAILED;
  }

  private int apply(
      Session session,
      BiFunction<Reconciler, PlanReport, ApplyReport> operation,
      PlanReport planned,
      Checks checks) {
    long start = System.nanoTime();
    session.showProgress();
    ApplyReport report = operation.apply(session.reconciler(), planned);
    return finish(session, report, start, planned, checks);
  }

  private int finish(
      Session session, ApplyReport report, long start, PlanReport planned, Checks checks) {
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    session.hideProgress();
    ChangeLog.log(report);
    return finish(
        session,
        report.failures(),
        () -> ApplyView.text(report, duration),
        () -> ApplyView.json(report, planned.plan()),
        checks);
  }

  /** What a run verifies at its end. */
  private record Checks(
      Supplier<PlanReport> rules, Function<ArrivalListener, ArrivalReport> arrival) {

    static Checks of(Session session, PlanReport applied, ArrivalOptions counting) {
      return new Checks(
          () -> session.reconciler().verify(session.fleet()),
          progress ->
              session
                  .reconciler()
                  .verifyArrival(session.fleet(), counting.after(applied).withListener(progress)));
    }
  }

  private ArrivalOptions withWorkloads(ArrivalOptions counting) {
    return counting.withWorkloads(options.desired().workloads(query.checksWorkloads()));
  }

  private boolean verifiesArrival() {
    return verification.equals(Optional.of(Verification.arrival));
  }

  /** Prints what was done, and verifies it unless something failed. */
  private int finish(
      Session session,
      List<Failure> failures,
      Supplier<String> text,
      Supplier<Map<String, Object>> tree,
      Checks checks) {
    int exitCode = ExitCode.of(failures);
    if (exitCode != ExitCode.DONE || !verifiesArrival()) {
      output.print(text, tree::get);
      return exitCode == ExitCode.DONE && verification.isPresent()
          ? verify(session, checks.rules())
          : exitCode;
    }
    if (output.isText()) {
      output.print(text.get());
    }
    int verified = verify(session, checks.rules());
    ArrivalReport arrived =
        checks
            .arrival()
            .apply(new ArrivalProgress(session.progress(), spec.commandLine().getErr()));
    session.hideProgress();
    output.print(
        () -> ArrivalView.text(arrived, detail, output.isColored()),
        () -> {
          Map<String, Object> document = tree.get();
          document.put("arrival", ArrivalView.json(arrived));
          return document;
        });
    ArrivalView.failures(arrived).forEach(spec.commandLine().getErr()::println);
    if (output.isText()) {
      ArrivalView.hints(arrived, options.desired().checksWorkloads(query.checksWorkloads()))
          .forEach(line -> spec.commandLine().getErr().println("logconfig: " + line));
    }
    return verified == ExitCode.DONE
        ? VerifyCommand.exitCode(arrived, VerifyCommand.FAILING)
        : verified;
  }

  private int verify(Session session, Supplier<PlanReport> verification) {
    session.showProgress();
    PlanReport rules = verification.get();
    for (int i = 0;
        i < VERIFY_PAUSES.size() && !rules.isAsDesired() && pause(VERIFY_PAUSES.get(i));
        i++) {
      rules = verification.get();
    }
    session.hideProgress();
    if (rules.isAsDesired()) {
      return ExitCode.DONE;
    }
    spec.commandLine()
        .getErr()
        .println(
            rules.isUnknown()
                ? "verification failed: the environments could not be read after the apply"
                : "verification failed: the environments are not as desired after the apply");
    return ExitCode.FAILED;
  }

  /** Returns false if the run was stopped meanwhile. */
  private static boolean pause(Duration pause) {
    try {
      Thread.sleep(Math.max(0, pause.toMillis()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
