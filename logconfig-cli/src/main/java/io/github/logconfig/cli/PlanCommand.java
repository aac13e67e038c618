package io.github.logconfig.cli;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what would change; writes nothing. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what would change, per cluster and namespace. Writes nothing.",
    footer = {
      "",
      "Exit status: 0 nothing to change, 2 changes, 3 invalid input, 6 permission, 7 unreachable,",
      "1 failed for at least one cluster.",
      "",
      "Examples:",
      "  logconfig plan --file desired.yaml --cluster app-sre-stage-01",
      "  logconfig plan --config logconfig.yaml --out plan.json",
      "      saves the plan; apply --plan plan.json applies exactly that",
      "  logconfig plan --data ./data --output markdown > comment.md",
      "      a comment for the merge request",
      "  logconfig plan --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
      "      asks a simulator, see logconfig simulate --help"
    })
final class PlanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SessionOptions options = new SessionOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Save the plan, to be applied exactly by apply --plan FILE.")
  private @Nullable Path saveAs;

  @Option(
      names = "--output",
      paramLabel = "text|json|markdown",
      defaultValue = "text",
      description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
  private PlanFormat output = PlanFormat.text;

  @Override
  public Integer call() {
    if (saveAs != null) {
      PlanFile.requirePlace(saveAs);
    }
    try (Session session = options.open(ImpactLimit.DEFAULT, spec.commandLine().getErr())) {
      long start = System.nanoTime();
      PlanReport report = session.reconciler().plan(session.desired());
      session.hideProgress();
      if (saveAs != null) {
        PlanFile.write(saveAs, report, options.desired().revision());
      }
      print(report);
      noteDuration(report, Duration.ofNanos(System.nanoTime() - start));
      report
          .failures()
          .forEach(
              (cluster, failure) ->
                  spec.commandLine()
                      .getErr()
                      .println("cluster " + cluster + ": " + failure.message()));
      if (!report.failures().isEmpty()) {
        return ExitCode.of(report.failures().values());
      }
      if (report.plan().clusters().stream().anyMatch(plan -> plan.isEmpty() && plan.hasErrors())) {
        return ExitCode.FAILED;
      }
      return report.plan().isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
    }
  }

  /** For somebody who waits; a program that compares results would not want it among them. */
  private void noteDuration(PlanReport report, Duration taken) {
    if (Terminal.showsMessages() || LogConfigCommand.of(spec).isVerbose()) {
      spec.commandLine()
          .getErr()
          .println(
              "Planned %s in %s."
                  .formatted(counted(report.plan().clusters().size()), Elapsed.of(taken)));
    }
  }

  private static String counted(int clusters) {
    return clusters == 1 ? "1 cluster" : clusters + " clusters";
  }

  private void print(PlanReport report) {
    boolean nothingPlanned = report.plan().clusters().isEmpty() && !report.failures().isEmpty();
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case json ->
          out.print(PlanDocument.write(report, Version.number(), options.desired().revision()));
      case markdown -> out.print(nothingPlanned ? "" : PlanMarkdown.of(report.plan()));
      case text -> out.print(nothingPlanned ? "" : text(report.plan()));
    }
    out.flush();
  }

  private String text(FleetPlan plan) {
    return LogConfigCommand.of(spec).isColoured() ? PlanText.coloured(plan) : PlanText.of(plan);
  }
}
