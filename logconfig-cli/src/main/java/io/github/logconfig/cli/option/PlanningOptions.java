package io.github.logconfig.cli.option;

import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.PlanOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which rules are managed. */
public final class PlanningOptions {

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Owner of the managed rules (default: logconfig).")
  private Optional<Owner> owner = Optional.empty();

  @Option(
      names = "--adopt",
      description =
          "Take over unmanaged rules with the title of a managed rule instead of reporting them.")
  private boolean adopt;

  private boolean keepsRules;

  /** Sets whether plans keep the rules that they were proven with. */
  void keepRules(boolean keeps) {
    keepsRules = keeps;
  }

  PlanOptions toPlanOptions(OperatorConfiguration configuration) {
    PlanOptions.Builder options = PlanOptions.builder().keepsRules(keepsRules);
    owner.or(configuration::owner).ifPresent(options::owner);
    return options.adoption(adopt ? Adoption.SAME_TITLE : Adoption.NEVER).build();
  }
}
