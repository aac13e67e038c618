package io.github.logconfig.cli;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.render.PlanText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes it so. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what would change, and makes it so.",
    footer = {
      "",
      "Exit status: 0 done or nothing to change, 3 invalid input, 4 refused by the guard, 5"
          + " conflict,",
      "6 permission, 7 unreachable, 1 failed for at least one cluster.",
      "",
      "Example:",
      "  logconfig apply --file desired.yaml --token-file /run/secrets/dynatrace-token --yes"
    })
final class ApplyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DesiredStateOptions source = new DesiredStateOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private PlanningOptions planning = new PlanningOptions();

  @Option(
      names = "--max-stopping",
      paramLabel = "N|P%%",
      description = {
        "How many namespaces may stop being ingested, of a cluster and of the fleet: a count or a"
            + " percentage.",
        "By default more than 10 that are more than 20 %% are refused."
      })
  private String maxStopping = "";

  @Option(
      names = "--yes",
      description = "Do not ask; without it, apply asks if it runs on a terminal.")
  private boolean yes;

  @Option(
      names = "--verify",
      description = "Read everything again at the end and fail if something is still to change.")
  private boolean verify;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
  private OutputFormat output = OutputFormat.text;

  @Override
  public Integer call() {
    try (Session session =
        Session.open(
            source,
            connection,
            planning.toPlanOptions(),
            maxStopping.isEmpty()
                ? ImpactLimit.DEFAULT
                : PlanningOptions.parseLimit(maxStopping))) {
      PrintWriter out = spec.commandLine().getOut();
      PlanReport planned = session.reconciler().plan(session.desired());
      if (output == OutputFormat.text) {
        out.print(PlanText.of(planned.plan()));
        out.flush();
      }
      if (!planned.plan().isEmpty() && !yes && !Terminal.confirms("Apply this plan?")) {
        spec.commandLine().getErr().println("Nothing was written.");
        return ExitCode.FAILED;
      }
      ApplyReport report = session.reconciler().apply(planned);
      out.print(
          output == OutputFormat.json
              ? OutputFormat.toJson(ApplyReportJson.of(report))
              : ApplyReportText.of(report));
      out.flush();
      List<Failure> failures =
          report.clusters().stream().map(ClusterReport::failure).flatMap(Optional::stream).toList();
      return failures.isEmpty() && verify ? verified(session) : ExitCode.of(failures);
    }
  }

  private int verified(Session session) {
    PlanReport again = session.reconciler().plan(session.desired());
    if (again.plan().isEmpty() && again.failures().isEmpty()) {
      return ExitCode.DONE;
    }
    spec.commandLine()
        .getErr()
        .println("verification failed: the environments are not as desired after the apply");
    return ExitCode.FAILED;
  }
}
