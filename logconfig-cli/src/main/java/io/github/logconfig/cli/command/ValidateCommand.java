package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.option.DesiredStateOptions;
import io.github.logconfig.cli.option.OutputOptions;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.model.DesiredState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Validates the desired state. */
@Command(
    name = "validate",
    description = "Validates the desired state. Does not connect to Dynatrace.",
    footer = {
      "",
      "Exit codes: 0 valid, 3 invalid; every problem is a line on standard error.",
      "",
      "Example:",
      "  logconfig validate --data ./data"
    })
public final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DesiredStateOptions source = new DesiredStateOptions();

  @Override
  public Integer call() {
    DesiredState state = source.load(spec.commandLine().getErr());
    int environments = state.environments().size();
    int clusters = state.clusters().size();
    int namespaces =
        state.clusters().stream().mapToInt(cluster -> cluster.namespaces().size()).sum();
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("environments", environments);
    totals.put("clusters", clusters);
    totals.put("namespaces", namespaces);
    output.print(
        () ->
            "Valid: %s, %s, %s.\n"
                .formatted(
                    Phrases.count(environments, "environment"),
                    Phrases.count(clusters, "cluster"),
                    Phrases.count(namespaces, "namespace")),
        () -> totals);
    return ExitCode.DONE;
  }
}
