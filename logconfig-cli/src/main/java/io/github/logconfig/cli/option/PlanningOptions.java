package io.github.logconfig.cli.option;

import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.evaluate.WildcardPattern;
import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.rule.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  @Option(
      names = "--adopt-imported",
      description =
          "Take over every unmanaged rule that import selects: include rules whose only condition"
              + " is a list of desired namespaces. This changes nothing for any namespace.")
  private boolean adoptImported;

  @Option(
      names = "--adopt-object",
      paramLabel = "ID",
      description = {
        "Take over the unmanaged rule with this object id; can be repeated.",
        "list --output json shows the ids. The plan shows what the rule loses."
      })
  private List<ObjectId> adoptObjects = new ArrayList<>();

  @Option(
      names = "--adopt-title",
      paramLabel = "PATTERN",
      description =
          "Take over unmanaged include rules with this title, for example 'k8s logs *'; can be"
              + " repeated.")
  private List<WildcardPattern> adoptTitles = new ArrayList<>();

  @Option(
      names = "--adopt-from",
      paramLabel = "monaco",
      completionCandidates = Tools.class,
      description = {
        "Also take over rules that this tool has created; can be repeated.",
        "Alone: its rules with the title of a managed rule, and its lists of desired namespaces.",
        "Remove them from the tool first, without deleting them in Dynatrace."
      })
  private Set<Adoption.Tool> adoptFrom = new LinkedHashSet<>();

  /** Values of {@code --adopt-from}. */
  static final class Tools extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Tools() {
      super(Converters.labels(Adoption.Tool.class));
    }
  }

  private boolean keepsRules;
  private Adoption reviewed = Adoption.NEVER;

  /** Sets whether plans keep the rules that they were proven with. */
  void keepRules(boolean keeps) {
    keepsRules = keeps;
  }

  /** Adopts the rules that a saved plan adopts, without options that ask for it. */
  void adoptReviewed(FleetPlan plan) {
    reviewed = Adoption.of(plan);
  }

  PlanOptions toPlanOptions(OperatorConfiguration configuration) {
    PlanOptions.Builder options = PlanOptions.builder().keepsRules(keepsRules);
    owner.or(configuration::owner).ifPresent(options::owner);
    return options
        .adoption(
            Adoption.builder()
                .sameTitle(adopt)
                .namespaceLists(adoptImported)
                .objects(adoptObjects)
                .reviewedObjects(reviewed.reviewedObjects())
                .titles(adoptTitles)
                .tools(adoptFrom)
                .build())
        .build();
  }
}
