package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.PlanKeyOptions;
import io.github.logconfig.cli.option.PlanOutputOptions;
import io.github.logconfig.cli.option.RemovalOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.cli.view.PlanView;
import io.github.logconfig.cli.view.Terminal;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.rollout.StagedApply;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what apply would change. */
@Command(
    name = "plan",
    description = "Shows what apply would change, per cluster and namespace. Writes nothing.",
    footer = {
      "",
      "Exit codes: 0 nothing to change, 1 failed for at least one cluster, 2 changes, 3 invalid"
          + " input, 4 refused by the impact limit, 6 permission, 7 unreachable.",
      "",
      "Examples:",
      "  logconfig plan --file desired.yaml --cluster app-sre-stage-01",
      "  logconfig plan --config logconfig.yaml --out plan.json",
      "      saves the plan; apply --plan plan.json applies exactly this plan",
      "  logconfig plan --data ./data --output markdown > comment.md",
      "      renders a comment for a merge request",
      "  logconfig plan --data ./data --output html > plan.html",
      "      renders a page with filters that explains each namespace",
      "  logconfig plan --file desired.yaml --output sarif > findings.sarif",
      "      writes problems and findings with file and line",
      "  logconfig plan --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
      "      uses a simulator, see logconfig simulate --help"
    })
public final class PlanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Save the plan; apply --plan FILE applies exactly this plan.")
  private Optional<Path> file = Optional.empty();

  @Mixin private PlanKeyOptions key = new PlanKeyOptions();

  @Option(
      names = "--validate",
      description =
          "Let the service validate the planned rules; needs scope settings.write, writes"
              + " nothing.")
  private boolean validate;

  @Mixin private PlanOutputOptions output = new PlanOutputOptions();
  @Mixin private SessionOptions options = new SessionOptions();
  @Mixin private ImpactLimitOptions impactLimit = new ImpactLimitOptions();
  @Mixin private RemovalOptions removal = new RemovalOptions();

  @Override
  public Integer call() {
    output.validate();
    file.ifPresent(PlanFile::requireWritable);
    Optional<byte[]> secret = key.read();
    if (secret.isPresent() && file.isEmpty()) {
      throw new InvalidInputException("--plan-key requires --out");
    }
    if (output.format() == PlanView.Format.html) {
      options.keepRules(true);
    }
    PrintWriter err = spec.commandLine().getErr();
    WriteOptions readOnly = WriteOptions.readOnly(impactLimit, removal);
    try (Session session = Session.open(options, readOnly, spec)) {
      long start = System.nanoTime();
      PlanReport unstaged = session.reconciler().plan(session.fleet());
      PlanReport planned =
          options
              .rollout(session.selected())
              .map(
                  it ->
                      unstaged.withStages(
                          new StagedApply()
                              .preview(session.reconciler(), session.fleet(), it, unstaged)))
              .orElse(unstaged);
      PlanReport report = removal.removesOrphans() ? planned.assessingRemovals() : planned;
      List<String> refusals =
          validate ? PlanView.refusals(session.reconciler().validate(report)) : List.of();
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      session.hideProgress();
      file.ifPresent(it -> PlanFile.write(it, report, options.desired().revision(), secret));
      boolean isText = output.format() == PlanView.Format.text;
      if (!isText || !PlanView.isFailed(report)) {
        output.print(report, removal.removesOrphans(), options.desired().revision());
      }
      printDuration(report, duration);
      if (!isText || PlanView.isFailed(report)) {
        PlanView.failures(report).forEach(err::println);
      }
      refusals.forEach(err::println);
      PlanView.impactAdvice(report.impact()).ifPresent(err::println);
      return exitCode(report, removal.removesOrphans(), !refusals.isEmpty());
    }
  }

  /**
   * Returns the exit code of a plan.
   *
   * @param removesOrphans whether apply would remove the orphans
   * @param refusedByService whether the service would refuse a rule
   */
  static int exitCode(PlanReport report, boolean removesOrphans, boolean refusedByService) {
    List<Failure> failures = new ArrayList<>(report.failures().values());
    failures.addAll(report.environments().values());
    failures.addAll(report.withheld().values());
    if (!failures.isEmpty()) {
      return ExitCode.of(failures);
    }
    boolean stuck =
        report.plan().clusters().stream().anyMatch(plan -> plan.isEmpty() && plan.hasErrors());
    if (stuck || refusedByService) {
      return ExitCode.FAILED;
    }
    if (report.impact().isRefused()) {
      return ExitCode.REFUSED;
    }
    boolean removes = removesOrphans && !report.orphans().isEmpty();
    return report.plan().isEmpty() && !removes ? ExitCode.DONE : ExitCode.CHANGES;
  }

  /** Only on terminals: programs that compare outputs must not see durations. */
  private void printDuration(PlanReport report, Duration duration) {
    if (Terminal.showsMessages() || LogConfigCommand.of(spec).isVerbose()) {
      spec.commandLine()
          .getErr()
          .println(
              "Planned %s in %s."
                  .formatted(
                      Phrases.count(report.plan().clusters().size(), "cluster"),
                      Phrases.duration(duration)));
    }
  }
}
