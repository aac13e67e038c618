package io.github.logconfig.cli;

import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.PlanOptions;
import picocli.CommandLine.Option;

/** Whose rules are managed, and how. */
final class PlanningOptions {

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      defaultValue = "logconfig",
      description = "Whose rules are managed (default: ${DEFAULT-VALUE}).")
  private String owner = "logconfig";

  PlanOptions toPlanOptions() {
    return PlanOptions.builder().owner(parse(owner)).build();
  }

  private static Owner parse(String text) {
    try {
      return new Owner(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--owner: " + e.getMessage());
    }
  }
}
