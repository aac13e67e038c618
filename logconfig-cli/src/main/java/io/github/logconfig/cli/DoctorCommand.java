package io.github.logconfig.cli;

import io.github.logconfig.reconcile.Diagnosis;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Tells whether everything is ready for the first write; writes nothing. */
final class DoctorCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final SessionOptions options = new SessionOptions();
  private final GuardOptions guard = new GuardOptions();
  private final OutputOptions output = new OutputOptions(spec);

  DoctorCommand() {
    spec.name("doctor")
        .usageMessage()
        .description(
            "Checks, before the first write, in this order: reachability, token, scopes and clock"
                + " of every environment;",
            "host group, rules of the Kubernetes cluster, what falls through to wider rules, limits"
                + " and all other rules of every cluster.")
        .footer(
            "",
            "Exit status: 0 nothing blocks, 3 invalid input, 4 the guard would refuse, 6"
                + " permission, 7 unreachable,",
            "1 anything else blocks, or several of these.",
            "",
            "Example:",
            "  logconfig doctor --file desired.yaml");
    options.addTo(spec);
    guard.addTo(spec);
    output.addToCommand();
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    try (Session session = options.open(WriteOptions.of(guard), spec.commandLine().getErr())) {
      Diagnosis diagnosis = session.reconciler().diagnose(session.desired());
      output.print(
          () -> diagnosis.checks().stream().map(DoctorCommand::line).collect(Collectors.joining()),
          () -> Map.of("checks", diagnosis.checks().stream().map(DoctorCommand::tree).toList()));
      return ExitCode.of(diagnosis.failures());
    }
  }

  private static String line(Diagnosis.Check check) {
    String advice = check.advice().isEmpty() ? "" : "; " + check.advice();
    return "%-7s  %s: %s: %s%s\n"
        .formatted(label(check), check.subject(), check.check(), check.message(), advice);
  }

  private static Map<String, Object> tree(Diagnosis.Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("subject", check.subject());
    tree.put("check", check.check());
    tree.put("status", label(check));
    tree.put("message", check.message());
    if (!check.advice().isEmpty()) {
      tree.put("advice", check.advice());
    }
    check.kind().ifPresent(kind -> tree.put("kind", kind.name().toLowerCase(Locale.ROOT)));
    return tree;
  }

  private static String label(Diagnosis.Check check) {
    return check.status().name().toLowerCase(Locale.ROOT);
  }
}
