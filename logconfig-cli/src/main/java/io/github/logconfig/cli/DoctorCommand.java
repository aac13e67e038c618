package io.github.logconfig.cli;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.Diagnosis;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Mixin private SessionOptions options = new SessionOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    try (Session session = options.open(ImpactLimit.DEFAULT, spec.commandLine().getErr())) {
      Diagnosis diagnosis = session.reconciler().diagnose(session.desired());
      output.print(
          () -> diagnosis.checks().stream().map(DoctorCommand::line).collect(Collectors.joining()),
          () -> Map.of("checks", diagnosis.checks().stream().map(DoctorCommand::tree).toList()));
      return diagnosis.hasProblems() ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private static String line(Diagnosis.Check check) {
    return "%-7s  %s: %s: %s\n"
        .formatted(label(check), check.subject(), check.check(), check.message());
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
