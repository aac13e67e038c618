package io.github.logconfig.cli.option;

import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.plan.ImpactLimit;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The impact limit. */
public final class ImpactLimitOptions {

  @Option(
      names = "--max-stopping",
      paramLabel = "N|P%",
      description = {
        "Limit on namespaces that may stop being ingested, per cluster and in the fleet: a count or"
            + " a percentage.",
        "Default: refuse if more than 10 namespaces and more than 20 %% would stop, or all of a"
            + " cluster that ingests at least 3."
      })
  private Optional<ImpactLimit> maxStopping = Optional.empty();

  @Option(
      names = "--allow-stopping-others",
      description = "Accept that namespaces stop that are neither desired nor in a managed rule.")
  private boolean allowStoppingOthers;

  ImpactLimit limit(OperatorConfiguration configuration) {
    ImpactLimit limit = maxStopping.or(configuration::impactLimit).orElse(ImpactLimit.DEFAULT);
    return allowStoppingOthers ? limit.allowingOthersToStop() : limit;
  }
}
