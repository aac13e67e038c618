package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.PlanKeyOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.cli.view.PlanView;
import io.github.logconfig.cli.view.Terminal;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.PlanReport;
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

  @Option(
      names = "--output",
      paramLabel = "text|json|markdown|html",
      defaultValue = "text",
      description = "Format of the result on standard output (default: ${DEFAULT-VALUE}).")
  private PlanView.Format output = PlanView.Format.text;

  @Mixin private SessionOptions options = new SessionOptions();
  @Mixin private ImpactLimitOptions impactLimit = new ImpactLimitOptions();

  @Override
  public Integer call() {
    file.ifPresent(PlanFile::requireWritable);
    Optional<byte[]> secret = key.read();
    if (secret.isPresent() && file.isEmpty()) {
      throw new InvalidInputException("--plan-key requires --out");
    }
    if (output == PlanView.Format.html) {
      options.keepRules();
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Session session = Session.open(options, WriteOptions.readOnly(impactLimit), spec)) {
      long start = System.nanoTime();
      PlanReport report = session.reconciler().plan(session.fleet());
      List<String> refusals =
          validate ? PlanView.refusals(session.reconciler().validate(report)) : List.of();
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      session.hideProgress();
      file.ifPresent(it -> PlanFile.write(it, report, options.desired().revision(), secret));
      print(report);
      printDuration(report, duration);
      PlanView.failures(report).forEach(err::println);
      refusals.forEach(err::println);
      PlanView.impactAdvice(report.impact()).ifPresent(err::println);
      return exitCode(report, !refusals.isEmpty());
    }
  }

  private static int exitCode(PlanReport report, boolean refusedByService) {
    List<Failure> failures = new ArrayList<>(report.failures().values());
    report.environments().values().stream()
        .filter(failure -> failure.kind() != FailureKind.GUARD)
        .forEach(failures::add);
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
    return report.plan().isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
  }

  private void print(PlanReport report) {
    LogConfigCommand root = LogConfigCommand.of(spec);
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case json -> PlanView.json(report, options.desired().revision(), out);
      case markdown -> PlanView.markdown(report, out);
      case html -> PlanView.html(report, options.desired().revision(), out);
      case text -> PlanView.text(report, root.isColored(), false, out);
    }
    out.flush();
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
