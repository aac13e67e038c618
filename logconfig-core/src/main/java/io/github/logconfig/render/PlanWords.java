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
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts that plan output in plain text and in Markdown share. */
final class PlanWords {

  private PlanWords() {}

  /** Returns whether a reviewer should see the plan: it has steps, warnings or errors. */
  static boolean isWorthShowing(LogConfigPlan plan) {
    return !plan.isEmpty()
        || plan.findings().stream().anyMatch(finding -> finding.severity() != Severity.INFO);
  }

  static String effects(LogConfigPlan plan) {
    List<String> counts = new ArrayList<>();
    for (NamespaceEffect.Kind kind : NamespaceEffect.Kind.values()) {
      int count = plan.count(kind);
      if (count > 0) {
        counts.add(count + " " + effect(kind, count));
      }
    }
    return String.join(", ", counts);
  }

  private static String effect(NamespaceEffect.Kind kind, int count) {
    return switch (kind) {
      case STARTS -> count == 1 ? "starts" : "start";
      case STOPS -> count == 1 ? "stops" : "stop";
      case CONTINUES -> "unchanged";
      case BLOCKED -> "blocked";
      case PARTLY -> "partly ingested";
      case UNKNOWN -> "unknown";
      case NONE -> "not ingested";
    };
  }

  /** Returns the effect on other namespaces; empty if nothing changes for them. */
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

  /** Returns the refusals of the impact limit, one per line. */
  static List<String> refusals(Impact impact) {
    List<String> lines = new ArrayList<>();
    impact
        .clusters()
        .values()
        .forEach(it -> lines.add("Refused by the impact limit: " + it.message() + "."));
    impact.fleet().ifPresent(it -> lines.add("Refused by the impact limit: " + it.message() + "."));
    return lines;
  }

  /** Returns the number of clusters for which nothing is planned because of an error. */
  static int blocked(FleetPlan plan) {
    return (int) plan.clusters().stream().filter(it -> it.isEmpty() && it.hasErrors()).count();
  }

  static int withErrors(FleetPlan plan) {
    return (int) plan.clusters().stream().filter(LogConfigPlan::hasErrors).count();
  }

  static String summary(FleetPlan plan) {
    FleetPlan.Summary summary = plan.summary();
    int blocked = blocked(plan);
    String withErrors = blocked == 0 ? "" : ", " + clusters(blocked) + " with errors";
    if (plan.isEmpty()) {
      int asDesired = summary.unchanged() - blocked;
      return asDesired == 0 && blocked > 0
          ? "Nothing planned: " + clusters(blocked) + " with errors."
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
        + clusters(summary.unchanged() - blocked)
        + " unchanged"
        + withErrors
        + ".";
  }

  /** Returns where a step moves its rule; empty if the rule keeps its position or is appended. */
  static Optional<String> position(PlanStep step) {
    return switch (step.action()) {
      case CREATE ->
          step.position().filter(it -> !it.equals(Position.LAST)).map(PlanWords::position);
      case UPDATE, MOVE -> step.position().map(PlanWords::position);
      case ADOPT, DELETE -> Optional.empty();
    };
  }

  private static String position(Position position) {
    if (position instanceof Position.First) {
      return "to the beginning";
    }
    return position instanceof Position.After after
        ? "after object " + Quoted.line(after.objectId().value())
        : "to the end";
  }

  private static String clusters(int count) {
    return count == 1 ? "1 cluster" : count + " clusters";
  }
}
