package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.option.DesiredStateOptions;
import io.github.logconfig.cli.option.OutputOptions;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Fingerprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the fingerprint of every cluster. */
@Command(
    name = "fingerprint",
    description = {
      "Shows the fingerprint of every cluster: a hash of its desired state.",
      "Does not connect to Dynatrace."
    },
    footer = {
      "",
      "The first ten digits are the suffix of the name of the rendered job.",
      "",
      "Example:",
      "  logconfig fingerprint --file desired.yaml --cluster app-sre-stage-01 --output json"
    })
public final class FingerprintCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DesiredStateOptions source = new DesiredStateOptions();

  @Override
  public Integer call() {
    List<DesiredCluster> clusters = Session.load(source, spec).clusters();
    output.print(
        () -> clusters.stream().map(FingerprintCommand::line).collect(Collectors.joining()),
        () -> Map.of("clusters", clusters.stream().map(FingerprintCommand::tree).toList()));
    return ExitCode.DONE;
  }

  private static String line(DesiredCluster cluster) {
    return fingerprint(cluster) + "  " + cluster.name() + "\n";
  }

  private static Map<String, Object> tree(DesiredCluster cluster) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("cluster", cluster.name().value());
    tree.put("fingerprint", fingerprint(cluster).hex());
    tree.put("short", fingerprint(cluster).shortForm());
    return tree;
  }

  private static Fingerprint fingerprint(DesiredCluster cluster) {
    return Fingerprint.of(cluster.environment(), cluster);
  }
}
