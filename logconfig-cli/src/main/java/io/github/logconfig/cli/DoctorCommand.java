package io.github.logconfig.cli;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.Diagnosis;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells whether everything is ready for the first write; writes nothing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Checks addresses, tokens, scopes, host groups and rules in the way, before the first"
            + " write.",
    footer = {
      "",
      "Exit status: 0 nothing blocks, 1 something does.",
      "",
      "Example:",
      "  logconfig doctor --file desired.yaml"
    })
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DesiredStateOptions source = new DesiredStateOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private PlanningOptions planning = new PlanningOptions();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
  private OutputFormat output = OutputFormat.text;

  @Override
  public Integer call() {
    try (Session session =
        Session.open(source, connection, planning.toPlanOptions(), ImpactLimit.DEFAULT)) {
      Diagnosis diagnosis = session.reconciler().diagnose(session.desired());
      PrintWriter out = spec.commandLine().getOut();
      if (output == OutputFormat.json) {
        out.print(
            OutputFormat.toJson(
                Map.of("checks", diagnosis.checks().stream().map(DoctorCommand::tree).toList())));
      } else {
        diagnosis
            .checks()
            .forEach(
                check ->
                    out.printf(
                        "%-7s  %s: %s: %s\n",
                        label(check), check.subject(), check.check(), check.message()));
      }
      out.flush();
      return diagnosis.hasProblems() ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private static Map<String, Object> tree(Diagnosis.Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("subject", check.subject());
    tree.put("check", check.check());
    tree.put("status", label(check));
    tree.put("message", check.message());
    return tree;
  }

  private static String label(Diagnosis.Check check) {
    return check.status().name().toLowerCase(Locale.ROOT);
  }
}
