package io.github.logconfig.cli;

import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.source.OperatorConfiguration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whose rules are managed, and how. */
@Command(addMethodSubcommands = false)
final class PlanningOptions {

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Whose rules are managed (default: logconfig).")
  private @Nullable String owner;

  @Option(
      names = "--adopt",
      description =
          "Take over rules that were made by hand and have our title, instead of reporting them.")
  private boolean adopt;

  PlanOptions toPlanOptions(OperatorConfiguration configuration) {
    PlanOptions.Builder options = PlanOptions.builder();
    Optional.ofNullable(owner)
        .map(PlanningOptions::parse)
        .or(configuration::owner)
        .ifPresent(options::owner);
    return options.adoption(adopt ? Adoption.SAME_TITLE : Adoption.NEVER).build();
  }

  private static Owner parse(String text) {
    try {
      return new Owner(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--owner: " + e.getMessage());
    }
  }
}
