package io.github.logconfig.cli;

import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.PlanOptions;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Whose rules are managed, and how. */
final class PlanningOptions {

  private final OptionValue<Optional<String>> owner =
      OptionValue.text("--owner", "NAME", "Whose rules are managed (default: logconfig).");

  private final OptionValue<Boolean> adopt =
      OptionValue.flag(
          "--adopt",
          "Take over rules that were made by hand and have our title, instead of reporting them.");

  void addTo(CommandSpec command) {
    owner.addTo(command);
    adopt.addTo(command);
  }

  PlanOptions toPlanOptions(OperatorConfiguration configuration) {
    PlanOptions.Builder options = PlanOptions.builder();
    owner.value().map(PlanningOptions::parse).or(configuration::owner).ifPresent(options::owner);
    return options.adoption(adopt.value() ? Adoption.SAME_TITLE : Adoption.NEVER).build();
  }

  private static Owner parse(String text) {
    try {
      return new Owner(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--owner: " + e.getMessage());
    }
  }
}
