package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.PlanSummary;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words that the text and the markdown have in common. */
final class PlanWords {

  private PlanWords() {}

  /** Whether a person has to look at the plan: something changes, or something is not well. */
  static boolean isWorthShowing(LogConfigPlan plan) {
    return !plan.isEmpty()
        || plan.findings().stream().anyMatch(finding -> finding.severity() != Severity.INFO);
  }

  static String effects(LogConfigPlan plan) {
    List<String> counts = new ArrayList<>();
    for (NamespaceEffect.Kind kind : NamespaceEffect.Kind.values()) {
      int count = plan.count(kind);
      if (count > 0) {
        counts.add(count + " " + lower(kind));
      }
    }
    return String.join(", ", counts);
  }

  static String summary(FleetPlan plan) {
    PlanSummary summary = plan.summary();
    int stuck = (int) plan.clusters().stream().filter(it -> it.isEmpty() && it.hasErrors()).count();
    String withErrors = stuck == 0 ? "" : ", " + clusters(stuck) + " with errors";
    if (plan.isEmpty()) {
      return "Nothing to change: "
          + clusters(summary.unchanged() - stuck)
          + " as desired"
          + withErrors
          + ".";
    }
    return "Plan: "
        + summary.create()
        + " to create, "
        + summary.update()
        + " to update, "
        + summary.move()
        + " to move, "
        + summary.delete()
        + " to delete; "
        + clusters(summary.unchanged() - stuck)
        + " unchanged"
        + withErrors
        + ".";
  }

  /** Where a step puts its rule; empty if the rule keeps its place, or is new and at the end. */
  static Optional<String> place(PlanStep step) {
    if (step instanceof PlanStep.MoveRule move) {
      return Optional.of(place(move.position()));
    }
    if (step instanceof PlanStep.UpdateRule update) {
      return update.position().map(PlanWords::place);
    }
    if (step instanceof PlanStep.CreateRule create
        && !(create.position() instanceof Position.Last)) {
      return Optional.of(place(create.position()));
    }
    return Optional.empty();
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String place(Position position) {
    if (position instanceof Position.First) {
      return "to the front";
    }
    return position instanceof Position.After after
        ? "behind object " + Quoted.line(after.objectId().value())
        : "to the end";
  }

  private static String clusters(int count) {
    return count == 1 ? "1 cluster" : count + " clusters";
  }
}
