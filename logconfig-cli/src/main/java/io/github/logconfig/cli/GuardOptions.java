package io.github.logconfig.cli;

import io.github.logconfig.plan.ImpactLimit;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The impact limit. */
final class GuardOptions {

  private final OptionValue<Optional<String>> maxStopping =
      OptionValue.text(
          "--max-stopping",
          "N|P%",
          "Limit on namespaces that may stop being ingested, of a cluster and of the fleet: a count"
              + " or a percentage.",
          "Default: refuse if more than 10 namespaces and more than 20 %% would stop, or all of a"
              + " cluster that ingests at least 3.");

  private final OptionValue<Boolean> allowStoppingOthers =
      OptionValue.flag(
          "--allow-stopping-others",
          "Accept that namespaces stop which are not desired and which no managed rule covers.");

  void addTo(CommandSpec command) {
    maxStopping.addTo(command);
    allowStoppingOthers.addTo(command);
  }

  ImpactLimit limit(OperatorConfiguration configuration) {
    ImpactLimit limit = maximum(configuration);
    return allowStoppingOthers.value() ? limit.allowingOthersToStop() : limit;
  }

  private ImpactLimit maximum(OperatorConfiguration configuration) {
    if (maxStopping.value().isEmpty()) {
      return configuration.impactLimit().orElse(ImpactLimit.DEFAULT);
    }
    try {
      return ImpactLimit.parse(maxStopping.value().get());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--max-stopping: " + e.getMessage());
    }
  }
}
