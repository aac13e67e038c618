package io.github.logconfig.cli.view;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.reconcile.rollout.RolloutReport;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.render.PlanHtml;
import io.github.logconfig.render.PlanJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Result of one round of {@code run}. */
public final class RoundView {

  private RoundView() {}

  /** Writes a line with time, number and duration, and the result of the round. */
  public static void text(LoopRound round, PrintWriter out) {
    out.append(round.began().truncatedTo(ChronoUnit.SECONDS).toString())
        .append(" round ")
        .append(String.valueOf(round.number()))
        .append(String.format(Locale.ROOT, " (%.1f s)", round.took().toMillis() / 1_000.0));
    if (!round.revision().isEmpty()) {
      out.append(", desired state of ").append(round.revision().toString());
    }
    out.append('\n');
    if (round.failure().isPresent()) {
      out.append("failed, nothing was written: ")
          .append(Phrases.message(round.failure().get()))
          .append('\n');
    } else if (round.applied().isPresent()) {
      out.append(ApplyView.text(round.applied().get(), round.took()));
      out.append(StageView.text(round.plan().stages()));
    } else {
      PlanView.text(round.plan(), out);
    }
    round.arrival().ifPresent(report -> out.append(ArrivalView.text(report, false, false)));
  }

  /**
   * Writes the round as a page: its result, and the plan that it applied.
   *
   * @throws IOException if {@code out} throws it
   */
  public static void html(LoopRound round, Appendable out) throws IOException {
    String lead =
        "Round "
            + round.number()
            + ", "
            + round.began().truncatedTo(ChronoUnit.SECONDS)
            + ", "
            + Phrases.duration(round.took())
            + (round.revision().isEmpty() ? "" : ", desired state of " + round.revision())
            + (round.isGood() ? "" : "; not good, so the loop is not ready")
            + new RolloutReport(round.plan().stages(), new ApplyReport(List.of()))
                .current()
                .map(stage -> "; stage " + stage.stage() + " is " + stage.state().label())
                .orElse("");
    PlanView.html(round.plan(), new PlanHtml.Round(title(round), lead, failures(round)), out);
  }

  private static String title(LoopRound round) {
    if (round.failure().isPresent()) {
      return "Failed: nothing was written";
    }
    if (round.applied().isEmpty()) {
      return "Dry run: nothing is written";
    }
    Map<Outcome, Integer> counts = round.applied().get().summary();
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (outcome, count) -> {
          if (count > 0 && outcome != Outcome.UNCHANGED) {
            parts.add(Phrases.count(count, "cluster") + " " + outcome.label().replace('-', ' '));
          }
        });
    int unchanged = counts.getOrDefault(Outcome.UNCHANGED, 0);
    if (unchanged > 0 || parts.isEmpty()) {
      parts.add(Phrases.count(unchanged, "cluster") + " as desired");
    }
    return String.join(", ", parts);
  }

  /** Returns what the plan of the round does not say: failures after planning. */
  private static List<String> failures(LoopRound round) {
    Set<ClusterName> reported = new HashSet<>(round.plan().failures().keySet());
    round.plan().plan().clusters().stream()
        .filter(LogConfigPlan::hasErrors)
        .forEach(plan -> reported.add(plan.cluster()));
    Map<ClusterName, String> afterPlanning = new LinkedHashMap<>();
    round.applied().stream()
        .flatMap(report -> report.clusters().stream())
        .filter(cluster -> !reported.contains(cluster.cluster()))
        .forEach(
            cluster ->
                cluster
                    .failure()
                    .ifPresent(it -> afterPlanning.put(cluster.cluster(), it.message())));
    List<String> lines = new ArrayList<>(Phrases.byCause("cluster", afterPlanning));
    round.failure().ifPresent(failure -> lines.add(failure.message()));
    round.arrival().ifPresent(report -> lines.addAll(ArrivalView.attention(report)));
    return lines;
  }

  /** Returns the round as a tree for JSON. */
  public static Map<String, Object> json(LoopRound round) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("round", round.number());
    tree.put("began", round.began().toString());
    tree.put("seconds", round.took().toMillis() / 1_000.0);
    tree.put("good", round.isGood());
    tree.put("dryRun", round.applied().isEmpty() && round.failure().isEmpty());
    if (!round.revision().isEmpty()) {
      tree.put("revision", round.revision());
    }
    tree.put("problems", round.plan().problems().stream().map(SafeText::line).distinct().toList());
    round.failure().ifPresent(failure -> ApplyView.addFailure(tree, failure));
    if (!round.plan().stages().isEmpty()) {
      tree.put("stages", round.plan().stages().stream().map(StageStatus::toTree).toList());
    }
    if (round.applied().isPresent()) {
      tree.putAll(ApplyView.json(round.applied().get(), round.plan().plan()));
    } else if (round.failure().isEmpty()) {
      tree.put("plan", PlanJson.of(round.plan().plan()));
      tree.put("impact", PlanJson.impact(round.plan().impact()));
    }
    round.arrival().ifPresent(report -> tree.put("arrival", ArrivalView.json(report)));
    return tree;
  }
}
