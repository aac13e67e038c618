package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredState;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the desired state alone; needs no connection. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Checks the desired state alone, without any connection.",
    footer = {
      "",
      "Exit status: 0 sound, 3 not sound; every problem is a line on standard error.",
      "",
      "Example:",
      "  logconfig validate --data ./data"
    })
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DesiredStateOptions source = new DesiredStateOptions();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
  private OutputFormat output = OutputFormat.text;

  @Override
  public Integer call() {
    DesiredState state = source.load();
    int namespaces =
        state.clusters().stream().mapToInt(cluster -> cluster.namespaces().size()).sum();
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("environments", state.environments().size());
    totals.put("clusters", state.clusters().size());
    totals.put("namespaces", namespaces);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        output == OutputFormat.json
            ? OutputFormat.toJson(totals)
            : "Sound: %d environments, %d clusters, %d namespaces.\n"
                .formatted(state.environments().size(), state.clusters().size(), namespaces));
    out.flush();
    return ExitCode.DONE;
  }
}
