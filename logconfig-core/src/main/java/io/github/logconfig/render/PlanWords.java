package io.github.logconfig.render;

import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.OtherNamespaces;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The texts that plan output in plain text and in Markdown share. */
final class PlanWords {

  private static final int MAX_NAMES = 3;

  private PlanWords() {}

  /** Returns whether a reviewer should see the plan: it has steps, warnings or errors. */
  static boolean isWorthShowing(LogConfigPlan plan) {
    return !plan.isEmpty()
        || plan.findings().stream().anyMatch(finding -> finding.severity() != Severity.INFO);
  }

  /** Returns how many namespaces of some clusters have which effect. */
  static String effects(List<LogConfigPlan> plans) {
    List<String> counts = new ArrayList<>();
    for (NamespaceEffect.Kind kind : NamespaceEffect.Kind.values()) {
      int count = plans.stream().mapToInt(plan -> plan.count(kind)).sum();
      if (count > 0) {
        counts.add(number(count) + " " + effect(kind, count));
      }
    }
    return String.join(", ", counts);
  }

  static String effect(NamespaceEffect.Kind kind, int count) {
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

  /** Returns the number of clusters for which nothing is planned because of an error. */
  static int blocked(FleetPlan plan) {
    return (int) plan.clusters().stream().filter(it -> it.isEmpty() && it.hasErrors()).count();
  }

  /**
   * Returns the totals as a sentence.
   *
   * @param besides what there is besides the plans, in words; empty if there is nothing
   */
  static String summary(FleetPlan plan, String besides) {
    FleetPlan.Summary summary = plan.summary();
    int blocked = blocked(plan);
    int asDesired = summary.unchanged() - blocked;
    String without =
        (blocked == 0 ? "" : ", " + clusters(blocked) + " with errors")
            + (besides.isEmpty() ? "" : ", " + besides);
    if (plan.isEmpty()) {
      return asDesired == 0 && !without.isEmpty()
          ? "Nothing planned: " + without.substring(2) + "."
          : "Nothing to change: " + clusters(asDesired) + " as desired" + without + ".";
    }
    return "Plan: "
        + number(summary.create())
        + " to create, "
        + number(summary.update())
        + " to update, "
        + number(summary.move())
        + " to move, "
        + number(summary.delete())
        + " to delete; "
        + clusters(asDesired)
        + " unchanged"
        + without
        + ".";
  }

  /**
   * Returns where a step moves its rule, or in which scope besides the target it deletes one; empty
   * if the rule keeps its position or is appended.
   */
  static Optional<String> position(LogConfigPlan plan, PlanStep step) {
    return switch (step.action()) {
      case CREATE ->
          step.position().filter(it -> !it.equals(Position.LAST)).map(PlanWords::position);
      case UPDATE, MOVE -> step.position().map(PlanWords::position);
      case ADOPT -> Optional.empty();
      case DELETE ->
          Target.of(step.scope().kind())
              .filter(target -> target != plan.target())
              .map(target -> "in the former " + target.noun());
    };
  }

  private static String position(Position position) {
    if (position instanceof Position.First) {
      return "to the beginning";
    }
    if (position instanceof Position.After after) {
      return after.title().isEmpty()
          ? "after another rule"
          : "after rule " + Quoted.of(after.title());
    }
    return "to the end";
  }

  static String clusters(int count) {
    return count == 1 ? "1 cluster" : number(count) + " clusters";
  }

  static String namespaces(int count) {
    return count == 1 ? "1 namespace" : number(count) + " namespaces";
  }

  static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * Returns for example {@code cluster a}, {@code 2 clusters (a, b)} or {@code 9 clusters (a, …)}.
   */
  static String named(List<String> clusters) {
    if (clusters.size() == 1) {
      return "cluster " + clusters.get(0);
    }
    String first = String.join(", ", clusters.subList(0, Math.min(MAX_NAMES, clusters.size())));
    return clusters(clusters.size()) + " (" + first + (clusters.size() > MAX_NAMES ? ", …)" : ")");
  }

  static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
