package io.github.logconfig.cli;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.source.OperatorConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much may stop in one run. */
@Command(addMethodSubcommands = false)
final class GuardOptions {

  @Option(
      names = "--max-stopping",
      paramLabel = "N|P%",
      description = {
        "How many namespaces may stop being ingested, of a cluster and of the fleet: a count or a"
            + " percentage.",
        "By default more than 10 that are more than 20 %% are refused."
      })
  private @Nullable String maxStopping;

  ImpactLimit limit(OperatorConfiguration configuration) {
    if (maxStopping == null) {
      return configuration.impactLimit().orElse(ImpactLimit.DEFAULT);
    }
    try {
      return ImpactLimit.parse(maxStopping);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--max-stopping: " + e.getMessage());
    }
  }
}
