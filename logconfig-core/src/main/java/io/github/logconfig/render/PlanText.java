package io.github.logconfig.render;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.Severity;

/**
 * Prints plans as plain text: one block per cluster that has steps, warnings or errors, with one
 * line per namespace, and a summary at the end.
 *
 * <p>The symbols are {@code +} created or added, {@code ~} changed, {@code ↕} moved, {@code -}
 * deleted or removed, {@code !} a finding. Lines end in {@code \n} on every platform. Text of
 * unknown origin is quoted, so that it cannot control a terminal.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanText {

  private static final String RED = "31";

  private final StringBuilder text = new StringBuilder();
  private final boolean colored;

  private PlanText(boolean colored) {
    this.colored = colored;
  }

  /** Returns plans as text without escape sequences. Each line ends in {@code \n}. */
  public static String of(FleetPlan plan) {
    return new PlanText(false).write(plan);
  }

  /** Returns plans as text with the color escape sequences of terminals. */
  public static String colored(FleetPlan plan) {
    return new PlanText(true).write(plan);
  }

  /**
   * Returns plans as text, followed by the refusals of the impact limit.
   *
   * @param colored whether to use the color escape sequences of terminals
   */
  public static String of(FleetPlan plan, Impact impact, boolean colored) {
    PlanText text = new PlanText(colored);
    text.write(plan);
    PlanWords.refusals(impact).forEach(line -> text.line(RED, line));
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
      line("", "  namespaces: " + effects);
    }
    PlanWords.others(plan)
        .ifPresent(
            effect -> line(plan.stopsUnmanaged() ? RED : "", "  other namespaces: " + effect));
    text.append('\n');
  }

  private void appendStep(PlanStep step) {
    Action action = step.action();
    String suffix = action == Action.ADOPT ? " (adopted)" : "";
    line(color(action), "  " + action.symbol() + " rule " + Quoted.of(step.title()) + suffix);
    PlanWords.position(step).ifPresent(it -> line("", "      " + it));
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
      case DELETE -> RED;
    };
  }

  private void appendChange(RuleDiff.FieldChange change) {
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
        finding.severity() == Severity.ERROR ? RED : "",
        "  ! "
            + finding.severity().label()
            + " "
            + finding.code()
            + ": "
            + Quoted.line(finding.message()));
  }

  private void line(String color, String line) {
    if (colored && !color.isEmpty()) {
      text.append("\u001B[").append(color).append('m').append(line).append("\u001B[0m\n");
    } else {
      text.append(line).append('\n');
    }
  }
}
