package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Checks the desired state alone; needs no connection. */
final class ValidateCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final DesiredStateOptions source = new DesiredStateOptions();
  private final OutputOptions output = new OutputOptions(spec);

  ValidateCommand() {
    spec.name("validate")
        .usageMessage()
        .description("Checks the desired state alone, without any connection.")
        .footer(
            "",
            "Exit status: 0 sound, 3 not sound; every problem is a line on standard error.",
            "",
            "Example:",
            "  logconfig validate --data ./data");
    source.addTo(spec);
    output.addToCommand();
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    DesiredState state = source.load(spec.commandLine().getErr());
    int namespaces =
        state.clusters().stream().mapToInt(cluster -> cluster.namespaces().size()).sum();
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("environments", state.environments().size());
    totals.put("clusters", state.clusters().size());
    totals.put("namespaces", namespaces);
    output.print(
        () ->
            "Sound: %d environments, %d clusters, %d namespaces.\n"
                .formatted(state.environments().size(), state.clusters().size(), namespaces),
        () -> totals);
    return ExitCode.DONE;
  }
}
