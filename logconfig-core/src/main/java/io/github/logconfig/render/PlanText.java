package io.github.logconfig.render;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FieldChange;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.PlanSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Plans as plain text: one block per cluster that changes or has findings, one line per namespace,
 * a summary at the end.
 *
 * <p>The signs are {@code +} created or added, {@code ~} changed, {@code ↕} moved, {@code -}
 * deleted or removed, {@code !} a finding. Lines end in {@code \n} on every platform.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanText {

  private PlanText() {}

  /**
   * The text of some plans.
   *
   * @param plan the plans
   * @return some lines, each ended by {@code \n}
   */
  public static String of(FleetPlan plan) {
    StringBuilder text = new StringBuilder();
    plan.clusters().stream()
        .filter(cluster -> !cluster.isEmpty() || !cluster.findings().isEmpty())
        .forEach(cluster -> appendCluster(text, cluster));
    return text.append(summary(plan.summary())).append('\n').toString();
  }

  private static void appendCluster(StringBuilder text, LogConfigPlan plan) {
    text.append("cluster ")
        .append(plan.cluster())
        .append(" (environment ")
        .append(plan.environment().name())
        .append(", host group ")
        .append(plan.hostGroup())
        .append(")\n");
    plan.steps().forEach(step -> appendStep(text, step));
    for (Finding finding : plan.findings()) {
      text.append("  ! ")
          .append(finding.severity().name().toLowerCase(Locale.ROOT))
          .append(' ')
          .append(finding.code())
          .append(": ")
          .append(finding.message())
          .append('\n');
    }
    String effects = effects(plan);
    if (!effects.isEmpty()) {
      text.append("  effect: ").append(effects).append('\n');
    }
    text.append('\n');
  }

  private static void appendStep(StringBuilder text, PlanStep step) {
    text.append("  ")
        .append(sign(step))
        .append(" rule ")
        .append(Quoted.of(step.title()))
        .append('\n');
    if (step instanceof PlanStep.UpdateRule update) {
      for (FieldChange change : update.changes()) {
        text.append("      ")
            .append(change.field())
            .append(": ")
            .append(Quoted.of(change.before()))
            .append(" -> ")
            .append(Quoted.of(change.after()))
            .append('\n');
      }
    }
    step.namespacesAdded().forEach(name -> text.append("      + ").append(name).append('\n'));
    step.namespacesRemoved().forEach(name -> text.append("      - ").append(name).append('\n'));
  }

  private static String sign(PlanStep step) {
    if (step instanceof PlanStep.CreateRule) {
      return "+";
    }
    if (step instanceof PlanStep.UpdateRule) {
      return "~";
    }
    return step instanceof PlanStep.MoveRule ? "↕" : "-";
  }

  private static String effects(LogConfigPlan plan) {
    List<String> counts = new ArrayList<>();
    for (NamespaceEffect.Kind kind : NamespaceEffect.Kind.values()) {
      int count = plan.count(kind);
      if (count > 0) {
        counts.add(count + " " + kind.name().toLowerCase(Locale.ROOT));
      }
    }
    return String.join(", ", counts);
  }

  private static String summary(PlanSummary summary) {
    if (summary.create() + summary.update() + summary.move() + summary.delete() == 0) {
      return "Nothing to change: " + clusters(summary.unchanged()) + " as desired.";
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
        + clusters(summary.unchanged())
        + " unchanged.";
  }

  private static String clusters(int count) {
    return count == 1 ? "1 cluster" : count + " clusters";
  }
}
