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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

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

  private final Appendable out;
  private final boolean colored;

  private PlanText(Appendable out, boolean colored) {
    this.out = out;
    this.colored = colored;
  }

  /** Returns plans as text without escape sequences. Each line ends in {@code \n}. */
  public static String of(FleetPlan plan) {
    StringBuilder text = new StringBuilder();
    try {
      new PlanText(text, false).write(plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes plans as text, followed by the refusals of the impact limit. Writes cluster by cluster,
   * so that the text of a large fleet is never in memory as a whole.
   *
   * @param colored whether to use the color escape sequences of terminals
   * @throws IOException if {@code out} throws it
   */
  public static void write(FleetPlan plan, Impact impact, boolean colored, Appendable out)
      throws IOException {
    PlanText text = new PlanText(out, colored);
    text.write(plan);
    for (String refusal : PlanWords.refusals(impact)) {
      text.line(RED, refusal);
    }
  }

  private void write(FleetPlan plan) throws IOException {
    for (LogConfigPlan cluster : plan.clusters()) {
      if (PlanWords.isWorthShowing(cluster)) {
        appendCluster(cluster);
      }
    }
    line("", PlanWords.summary(plan));
  }

  private void appendCluster(LogConfigPlan plan) throws IOException {
    line(
        "1",
        "cluster "
            + plan.cluster()
            + " (environment "
            + plan.environment().name()
            + ", host group "
            + plan.hostGroup()
            + ")");
    for (PlanStep step : plan.steps()) {
      appendStep(step);
    }
    for (Finding finding : plan.findings()) {
      appendFinding(finding);
    }
    String effects = PlanWords.effects(plan);
    if (!effects.isEmpty()) {
      line("", "  namespaces: " + effects);
    }
    Optional<String> others = PlanWords.others(plan);
    if (others.isPresent()) {
      line(plan.stopsUnmanaged() ? RED : "", "  other namespaces: " + others.get());
    }
    line("", "");
  }

  private void appendStep(PlanStep step) throws IOException {
    Action action = step.action();
    String suffix = action == Action.ADOPT ? " (adopted)" : "";
    line(color(action), "  " + action.symbol() + " rule " + Quoted.of(step.title()) + suffix);
    Optional<String> position = PlanWords.position(step);
    if (position.isPresent()) {
      line("", "      " + position.get());
    }
    for (RuleDiff.FieldChange change : step.diff().changes()) {
      appendChange(change);
    }
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

  private void appendChange(RuleDiff.FieldChange change) throws IOException {
    line(
        "",
        "      "
            + change.field()
            + ": "
            + Quoted.of(change.before())
            + " -> "
            + Quoted.of(change.after()));
  }

  private void appendFinding(Finding finding) throws IOException {
    line(
        finding.severity() == Severity.ERROR ? RED : "",
        "  ! "
            + finding.severity().label()
            + " "
            + finding.code()
            + ": "
            + Quoted.line(finding.message()));
  }

  private void line(String color, String line) throws IOException {
    if (colored && !color.isEmpty()) {
      out.append("\u001B[").append(color).append('m').append(line).append("\u001B[0m\n");
    } else {
      out.append(line).append('\n');
    }
  }
}
