package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Fingerprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the change-detection hash of every cluster; needs no connection. */
final class FingerprintCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final DesiredStateOptions source = new DesiredStateOptions();
  private final OutputOptions output = new OutputOptions(spec);

  FingerprintCommand() {
    spec.name("fingerprint")
        .usageMessage()
        .description("Shows the hash that changes whenever the desired state of a cluster does.")
        .footer(
            "",
            "The short form, the first ten digits, is the suffix of the job's name.",
            "",
            "Example:",
            "  logconfig fingerprint --file desired.yaml --cluster app-sre-stage-01 --output json");
    source.addTo(spec);
    output.addToCommand();
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    List<DesiredCluster> clusters = source.load(spec.commandLine().getErr()).clusters();
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
