package io.github.logconfig.cli;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.source.OperatorConfiguration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** How much may stop in one run. */
final class GuardOptions {

  private final OptionValue<Optional<String>> maxStopping =
      OptionValue.text(
          "--max-stopping",
          "N|P%",
          "How many namespaces may stop being ingested, of a cluster and of the fleet: a count or a"
              + " percentage.",
          "By default more than 10 that are more than 20 %% are refused.");

  void addTo(CommandSpec command) {
    maxStopping.addTo(command);
  }

  ImpactLimit limit(OperatorConfiguration configuration) {
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
