package io.github.logconfig.render;

import static io.github.logconfig.render.MarkdownText.escaped;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints plans as Markdown for a merge request: the totals, then one block per cluster that has
 * steps, warnings or errors, with a table of the effects on namespaces. Blocks without errors and
 * without stopping namespaces are collapsed.
 *
 * <p>Text from files of tenants and from the service is escaped character by character, so that it
 * cannot format, link, mention anybody or end a block.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanMarkdown {

  private final Appendable out;

  private PlanMarkdown(Appendable out) {
    this.out = out;
  }

  /** Returns plans as GitHub or GitLab flavored Markdown. Each line ends in {@code \n}. */
  public static String of(FleetPlan plan) {
    StringBuilder text = new StringBuilder();
    try {
      new PlanMarkdown(text).write(plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Returns plans as GitHub or GitLab flavored Markdown, followed by the refusals of the impact
   * limit. Each line ends in {@code \n}.
   */
  public static String of(FleetPlan plan, Impact impact) {
    StringBuilder text = new StringBuilder();
    try {
      write(plan, impact, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes plans as {@link #of} returns them. Writes cluster by cluster, so that the text of a
   * large fleet is never in memory as a whole.
   *
   * @throws IOException if {@code out} throws it
   */
  public static void write(FleetPlan plan, Impact impact, Appendable out) throws IOException {
    PlanMarkdown markdown = new PlanMarkdown(out);
    markdown.write(plan);
    for (String refusal : PlanWords.refusals(impact)) {
      markdown.line("");
      markdown.line("**" + escaped(refusal) + "**");
    }
  }

  private void write(FleetPlan plan) throws IOException {
    FleetPlan.Summary summary = plan.summary();
    line("## Log ingest rules");
    line("");
    line("| create | update | move | delete | clusters unchanged | clusters with errors |");
    line("|---:|---:|---:|---:|---:|---:|");
    line(
        String.format(
            Locale.ROOT,
            "| %d | %d | %d | %d | %d | %d |",
            summary.create(),
            summary.update(),
            summary.move(),
            summary.delete(),
            summary.unchanged() - PlanWords.blocked(plan),
            PlanWords.withErrors(plan)));
    for (LogConfigPlan cluster : plan.clusters()) {
      if (PlanWords.isWorthShowing(cluster)) {
        appendCluster(cluster);
      }
    }
  }

  private void appendCluster(LogConfigPlan plan) throws IOException {
    String effects = PlanWords.effects(plan);
    line("");
    line(
        plan.hasErrors() || plan.stopping() > 0 || plan.stopsUnmanaged()
            ? "<details open>"
            : "<details>");
    line(
        "<summary><b>"
            + escaped(plan.cluster().value())
            + "</b> in "
            + escaped(plan.environment().name().value())
            + (effects.isEmpty() ? "" : ": " + effects)
            + (plan.hasErrors() ? " (has errors)" : "")
            + "</summary>");
    appendSteps(plan.steps());
    appendFindings(plan.findings());
    Optional<String> others = PlanWords.others(plan);
    if (others.isPresent()) {
      line("");
      line("Other namespaces: " + others.get());
    }
    appendEffects(plan.effects());
    line("");
    line("</details>");
  }

  private void appendSteps(List<PlanStep> steps) throws IOException {
    if (!steps.isEmpty()) {
      line("");
    }
    for (PlanStep step : steps) {
      String suffix = step.action() == Action.ADOPT ? " (adopted)" : "";
      line(
          "- "
              + step.action().kind()
              + " rule <code>"
              + escaped(step.title())
              + "</code>"
              + suffix);
      Optional<String> position = PlanWords.position(step);
      if (position.isPresent()) {
        line("  - " + escaped(position.get()));
      }
      for (RuleDiff.FieldChange change : step.diff().changes()) {
        appendChange(change);
      }
      appendNames("added", step.namespacesAdded());
      appendNames("removed", step.namespacesRemoved());
    }
  }

  private void appendChange(RuleDiff.FieldChange change) throws IOException {
    line(
        "  - "
            + escaped(change.field())
            + ": <code>"
            + escaped(change.before())
            + "</code> becomes <code>"
            + escaped(change.after())
            + "</code>");
  }

  private void appendNames(String what, List<NamespaceName> names) throws IOException {
    for (NamespaceName name : names) {
      line("  - " + what + " <code>" + escaped(name.value()) + "</code>");
    }
  }

  private void appendFindings(List<Finding> findings) throws IOException {
    if (!findings.isEmpty()) {
      line("");
    }
    for (Finding finding : findings) {
      String severity = finding.severity().label();
      String weight = finding.severity() == Severity.INFO ? severity : "**" + severity + "**";
      line("- " + weight + " `" + finding.code() + "` " + escaped(finding.message()));
    }
  }

  private void appendEffects(List<NamespaceEffect> effects) throws IOException {
    if (effects.isEmpty()) {
      return;
    }
    line("");
    line("| namespace | effect |");
    line("|---|---|");
    for (NamespaceEffect effect : effects) {
      line(
          "| <code>"
              + escaped(effect.namespace().value())
              + "</code> | "
              + effect.effect().label()
              + " |");
    }
  }

  private void line(String line) throws IOException {
    out.append(line).append('\n');
  }
}
