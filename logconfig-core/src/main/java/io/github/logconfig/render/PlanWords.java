package io.github.logconfig.render;

import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.OtherNamespaces;
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

  /** What happens to other namespaces; empty if nothing changes for them. */
  static Optional<String> others(LogConfigPlan plan) {
    OtherNamespaces others = plan.otherNamespaces();
    return switch (others.effect()) {
      case STOPS -> Optional.of(others.after() == Verdict.NOT_INGESTED ? "stop" : "some stop");
      case STARTS -> Optional.of(others.before() == Verdict.NOT_INGESTED ? "start" : "some start");
      case UNKNOWN ->
          others.stops() == Change.NO ? Optional.empty() : Optional.of("may stop (unknown)");
      default -> Optional.empty();
    };
  }

  /** What the impact limit refuses, a line each. */
  static List<String> refusals(Impact impact) {
    List<String> lines = new ArrayList<>();
    impact
        .clusters()
        .values()
        .forEach(it -> lines.add("Refused by the impact limit: " + it.message() + "."));
    impact.fleet().ifPresent(it -> lines.add("Refused by the impact limit: " + it.message() + "."));
    return lines;
  }

  /** The clusters for which nothing is planned because of an error. */
  static int stuck(FleetPlan plan) {
    return (int) plan.clusters().stream().filter(it -> it.isEmpty() && it.hasErrors()).count();
  }

  static int withErrors(FleetPlan plan) {
    return (int) plan.clusters().stream().filter(LogConfigPlan::hasErrors).count();
  }

  static String summary(FleetPlan plan) {
    PlanSummary summary = plan.summary();
    int stuck = stuck(plan);
    String withErrors = stuck == 0 ? "" : ", " + clusters(stuck) + " with errors";
    if (plan.isEmpty()) {
      int asDesired = summary.unchanged() - stuck;
      return asDesired == 0 && stuck > 0
          ? "Nothing planned: " + clusters(stuck) + " with errors."
          : "Nothing to change: " + clusters(asDesired) + " as desired" + withErrors + ".";
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
    return switch (step.action()) {
      case CREATE -> step.position().filter(it -> !it.equals(Position.LAST)).map(PlanWords::place);
      case UPDATE, MOVE -> step.position().map(PlanWords::place);
      case ADOPT, DELETE -> Optional.empty();
    };
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
