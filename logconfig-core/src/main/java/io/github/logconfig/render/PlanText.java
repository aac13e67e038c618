package io.github.logconfig.render;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.FieldChange;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Severity;

/**
 * Plans as plain text: one block per cluster that changes or has findings of weight, one line per
 * namespace, a summary at the end.
 *
 * <p>The signs are {@code +} created or added, {@code ~} changed, {@code ↕} moved, {@code -}
 * deleted or removed, {@code !} a finding. Lines end in {@code \n} on every platform. Text of
 * unknown origin is quoted and cannot move a terminal's cursor.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanText {

  private final StringBuilder text = new StringBuilder();
  private final boolean coloured;

  private PlanText(boolean coloured) {
    this.coloured = coloured;
  }

  /**
   * The text of some plans.
   *
   * @param plan the plans
   * @return some lines, each ended by {@code \n}, without any escape sequence
   */
  public static String of(FleetPlan plan) {
    return new PlanText(false).write(plan);
  }

  /**
   * The text of some plans, with colours for a terminal.
   *
   * @param plan the plans
   * @return the lines of {@link #of}, with ANSI escape sequences
   */
  public static String coloured(FleetPlan plan) {
    return new PlanText(true).write(plan);
  }

  /**
   * Returns a plan as text, together with what the impact limit says of it.
   *
   * @param plan the plan
   * @param impact what the impact limit says
   * @param coloured whether to use the escape sequences of terminals
   */
  public static String of(FleetPlan plan, Impact impact, boolean coloured) {
    PlanText text = new PlanText(coloured);
    text.write(plan);
    PlanWords.refusals(impact).forEach(line -> text.line("31", line));
    return text.text.toString();
  }

  private String write(FleetPlan plan) {
    plan.clusters().stream().filter(PlanWords::isWorthShowing).forEach(this::appendCluster);
    return text.append(PlanWords.summary(plan)).append('\n').toString();
  }

  private void appendCluster(LogConfigPlan plan) {
    line(
        "1",
        "cluster "
            + plan.cluster()
            + " (environment "
            + plan.environment().name()
            + ", host group "
            + plan.hostGroup()
            + ")");
    plan.steps().forEach(this::appendStep);
    plan.findings().forEach(this::appendFinding);
    String effects = PlanWords.effects(plan);
    if (!effects.isEmpty()) {
      line("", "  effect: " + effects);
    }
    PlanWords.others(plan)
        .ifPresent(
            effect -> line(plan.stopsUnmanaged() ? "31" : "", "  other namespaces: " + effect));
    text.append('\n');
  }

  private void appendStep(PlanStep step) {
    Action action = step.action();
    String adopted = action == Action.ADOPT ? " (adopted)" : "";
    line(color(action), "  " + action.symbol() + " rule " + Quoted.of(step.title()) + adopted);
    PlanWords.place(step).ifPresent(place -> line("", "      " + place));
    step.diff().changes().forEach(this::appendChange);
    for (NamespaceName name : step.namespacesAdded()) {
      line(color(Action.CREATE), "      + " + name);
    }
    for (NamespaceName name : step.namespacesRemoved()) {
      line(color(Action.DELETE), "      - " + name);
    }
  }

  /** Returns the parameter of the escape sequence that selects the color of an action. */
  private static String color(Action action) {
    return switch (action) {
      case CREATE -> "32";
      case UPDATE, ADOPT -> "33";
      case MOVE -> "36";
      case DELETE -> "31";
    };
  }

  private void appendChange(FieldChange change) {
    line(
        "",
        "      "
            + change.field()
            + ": "
            + Quoted.of(change.before())
            + " -> "
            + Quoted.of(change.after()));
  }

  private void appendFinding(Finding finding) {
    line(
        finding.severity() == Severity.ERROR ? "31" : "",
        "  ! "
            + PlanWords.lower(finding.severity())
            + " "
            + finding.code()
            + ": "
            + Quoted.line(finding.message()));
  }

  private void line(String colour, String line) {
    if (coloured && !colour.isEmpty()) {
      text.append("\u001B[").append(colour).append('m').append(line).append("\u001B[0m\n");
    } else {
      text.append(line).append('\n');
    }
  }
}
