package io.github.logconfig.cli.view;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.OrphanReport;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.rollout.RolloutReport;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.render.PlanJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Result of {@code apply}. */
public final class ApplyView {

  private static final int MAX_CLUSTERS = 10;

  private ApplyView() {}

  /**
   * Returns a line per changed cluster, or one for all if there are many, a line per cause of
   * failure, and a summary.
   */
  public static String text(ApplyReport report, Duration duration) {
    StringBuilder text = new StringBuilder();
    Map<ClusterName, String> failed = new LinkedHashMap<>();
    Map<ClusterName, String> changed = new LinkedHashMap<>();
    for (ClusterReport cluster : report.clusters()) {
      String outcome = outcome(cluster.outcome(), cluster.failure().stream().toList());
      if (cluster.failure().isPresent()) {
        failed.put(cluster.cluster(), outcome);
      } else if (cluster.outcome() != Outcome.UNCHANGED) {
        changed.put(cluster.cluster(), outcome);
      }
    }
    if (changed.size() > MAX_CLUSTERS) {
      Phrases.byCause("cluster", changed).forEach(line -> text.append(line).append('\n'));
    } else {
      changed.forEach((cluster, outcome) -> line(text, "cluster " + cluster, outcome));
    }
    Phrases.byCause("cluster", failed).forEach(line -> text.append(line).append('\n'));
    orphans(text, report.orphans());
    report
        .environments()
        .forEach((name, failure) -> line(text, "environment " + name, PlanView.message(failure)));
    report.problems().forEach(problem -> line(text, "problem", SafeText.line(problem)));
    return text.append(summary(report, duration)).toString();
  }

  private static void line(StringBuilder text, String subject, String message) {
    text.append(subject).append(": ").append(message).append('\n');
  }

  private static String outcome(Outcome outcome, List<Failure> failures) {
    return outcome.label()
        + failures.stream()
            .map(failure -> ": " + Phrases.message(failure))
            .collect(Collectors.joining());
  }

  /** Orphans that were kept for the same reason share a line. */
  private static void orphans(StringBuilder text, List<OrphanReport> orphans) {
    Map<String, List<String>> kept = new LinkedHashMap<>();
    for (OrphanReport orphan : orphans) {
      String subject = "orphan " + Quoted.of(orphan.orphan().rule().title());
      if (orphan.outcome() == Outcome.APPLIED) {
        line(text, subject, "removed");
      } else if (orphan.outcome() != Outcome.UNCHANGED) {
        kept.computeIfAbsent(
                outcome(orphan.outcome(), orphan.failure().stream().toList()),
                reason -> new ArrayList<>())
            .add(subject);
      }
    }
    kept.forEach(
        (reason, subjects) ->
            line(
                text,
                subjects.size() == 1 ? subjects.get(0) : Phrases.count(subjects.size(), "orphan"),
                reason));
  }

  private static String summary(ApplyReport report, Duration duration) {
    String totals =
        report.summary().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey().label())
            .collect(Collectors.joining(", "));
    int written = report.clusters().stream().mapToInt(ClusterReport::stepsDone).sum();
    long removed = report.orphans().stream().filter(it -> it.outcome() == Outcome.APPLIED).count();
    return "Apply: "
        + (totals.isEmpty() ? "no clusters" : totals)
        + ". "
        + Phrases.count(written, "rule")
        + " written"
        + (removed == 0 ? "" : ", " + Phrases.count(removed, "orphan") + " removed")
        + " in "
        + Phrases.duration(duration)
        + ".\n";
  }

  /** Returns the report of a rollout as a tree for JSON. */
  public static Map<String, Object> json(RolloutReport report, FleetPlan planned) {
    Map<String, Object> tree = json(report.applied(), planned);
    tree.put("stages", report.stages().stream().map(StageStatus::toTree).toList());
    return tree;
  }

  /**
   * Returns the report as a tree for JSON.
   *
   * @param planned the plans, which say where namespaces are desired and who owns them
   */
  public static Map<String, Object> json(ApplyReport report, FleetPlan planned) {
    Map<ClusterName, LogConfigPlan> plans = new HashMap<>();
    planned.clusters().forEach(plan -> plans.put(plan.cluster(), plan));
    Map<String, Object> summary = new LinkedHashMap<>();
    report.summary().forEach((outcome, count) -> summary.put(outcome.label(), count));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "clusters",
        report.clusters().stream()
            .map(it -> cluster(it, Optional.ofNullable(plans.get(it.cluster()))))
            .toList());
    tree.put("summary", summary);
    if (!report.orphans().isEmpty()) {
      tree.put("orphans", report.orphans().stream().map(ApplyView::orphan).toList());
    }
    if (!report.environments().isEmpty()) {
      Map<String, Object> environments = new LinkedHashMap<>();
      report
          .environments()
          .forEach((name, failure) -> environments.put(name.value(), failure.message()));
      tree.put("environments", environments);
    }
    return tree;
  }

  private static Map<String, Object> cluster(
      ClusterReport report, Optional<LogConfigPlan> planned) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("cluster", report.cluster().value());
    cluster.put("outcome", report.outcome().label());
    report.failure().ifPresent(failure -> addFailure(cluster, failure));
    planned
        .flatMap(plan -> plan.locations().cluster())
        .ifPresent(it -> cluster.put("location", PlanJson.location(it)));
    planned.ifPresent(plan -> cluster.put("effects", PlanJson.effects(plan)));
    planned
        .map(PlanJson::locations)
        .filter(locations -> !locations.isEmpty())
        .ifPresent(locations -> cluster.put("locations", locations));
    return cluster;
  }

  private static Map<String, Object> orphan(OrphanReport report) {
    Map<String, Object> orphan = new LinkedHashMap<>();
    orphan.put("environment", report.orphan().environment().name().value());
    orphan.put("hostGroup", report.orphan().targetName().value());
    orphan.put("target", report.orphan().target().label());
    orphan.put("title", report.orphan().rule().title());
    orphan.put("outcome", report.outcome().label());
    report.failure().ifPresent(failure -> addFailure(orphan, failure));
    return orphan;
  }

  static void addFailure(Map<String, Object> tree, Failure failure) {
    tree.put("error", failure.message());
    tree.put("failure", failure.toTree());
  }
}
