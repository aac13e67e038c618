package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.ClusterValidation;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.StepValidation;
import io.github.logconfig.reconcile.ValidationReport;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what would change; writes nothing. */
final class PlanCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final SessionOptions options = new SessionOptions();
  private final GuardOptions guard = new GuardOptions();

  private final OptionValue<Boolean> validate =
      OptionValue.flag(
          "--validate",
          "Have the service check what the plan would write; needs settings.write, writes"
              + " nothing.");

  private final OptionValue<Optional<Path>> saveAs =
      OptionValue.path(
          "--out", "FILE", "Save the plan, to be applied exactly by apply --plan FILE.");

  private final PlanKeyOption key = new PlanKeyOption("Sign the plan of --out with this key.");

  private final OptionValue<PlanFormat> output =
      OptionValue.choice(
          "--output",
          "text|json|markdown",
          PlanFormat.text,
          "Form of the result on standard output (default: ${DEFAULT-VALUE}).");

  PlanCommand() {
    spec.name("plan")
        .usageMessage()
        .description("Shows what would change, per cluster and namespace. Writes nothing.")
        .footer(
            "",
            "Exit status: 0 nothing to change, 2 changes, 3 invalid input, 4 apply would refuse it"
                + " by the impact limit,",
            "6 permission, 7 unreachable, 1 failed for at least one cluster.",
            "",
            "Examples:",
            "  logconfig plan --file desired.yaml --cluster app-sre-stage-01",
            "  logconfig plan --config logconfig.yaml --out plan.json",
            "      saves the plan; apply --plan plan.json applies exactly that",
            "  logconfig plan --data ./data --output markdown > comment.md",
            "      a comment for the merge request",
            "  logconfig plan --file desired.yaml --endpoint staging=http://127.0.0.1:8080",
            "      asks a simulator, see logconfig simulate --help");
    options.addTo(spec);
    guard.addTo(spec);
    validate.addTo(spec);
    saveAs.addTo(spec);
    key.addTo(spec);
    output.addTo(spec);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    Optional<Path> file = saveAs.value();
    if (file.isPresent()) {
      PlanFile.requirePlace(file.get());
    }
    Optional<byte[]> secret = key.read();
    if (secret.isPresent() && file.isEmpty()) {
      throw new InvalidInputException("--plan-key has a meaning with --out only");
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Session session = options.open(WriteOptions.of(guard), err)) {
      long start = System.nanoTime();
      PlanReport report = session.reconciler().plan(session.fleet());
      List<String> refusals =
          validate.value() ? refusals(session.reconciler().validate(report)) : List.of();
      session.hideProgress();
      if (file.isPresent()) {
        PlanFile.write(file.get(), report, options.desired().revision(), secret);
      }
      print(report);
      noteDuration(report, Duration.ofNanos(System.nanoTime() - start));
      report
          .failures()
          .forEach(
              (cluster, failure) -> err.println("cluster " + cluster + ": " + failure.message()));
      report
          .environments()
          .forEach(
              (name, failure) ->
                  err.println("environment " + name + ": " + EnvironmentFailure.text(failure)));
      report
          .withheld()
          .forEach(
              (cluster, failure) -> err.println("cluster " + cluster + ": " + failure.message()));
      refusals.forEach(err::println);
      ImpactText.advice(report.impact()).ifPresent(err::println);
      return exitCode(report, !refusals.isEmpty());
    }
  }

  private static int exitCode(PlanReport report, boolean refused) {
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
    if (stuck || refused) {
      return ExitCode.FAILED;
    }
    if (report.impact().isRefused()) {
      return ExitCode.REFUSED;
    }
    return report.plan().isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
  }

  /** What speaks against the plan, in the service's own words. */
  private static List<String> refusals(ValidationReport report) {
    List<String> lines = new ArrayList<>();
    for (ClusterValidation cluster : report.clusters()) {
      String subject = "cluster " + cluster.cluster() + ": ";
      cluster.failure().ifPresent(failure -> lines.add(subject + failure.message()));
      cluster.steps().stream()
          .filter(step -> step.verdict() == StepValidation.Verdict.REFUSED)
          .forEach(
              step ->
                  lines.add(
                      subject
                          + "the service would refuse "
                          + Quoted.of(step.step().title())
                          + ": "
                          + String.join("; ", step.violations())));
    }
    return lines;
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
    switch (output.value()) {
      case json ->
          out.print(PlanDocument.write(report, Version.number(), options.desired().revision()));
      case markdown ->
          out.print(
              (nothingPlanned ? "" : PlanMarkdown.of(report.plan(), report.impact()))
                  + OrphanText.markdown(report.orphans()));
      case text ->
          out.print((nothingPlanned ? "" : text(report)) + OrphanText.of(report.orphans(), false));
    }
    out.flush();
  }

  private String text(PlanReport report) {
    return PlanText.of(report.plan(), report.impact(), LogConfigCommand.of(spec).isColoured());
  }
}
