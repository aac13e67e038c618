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
import java.util.List;
import java.util.Locale;

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

  private final StringBuilder text = new StringBuilder();

  private PlanMarkdown() {}

  /** Returns plans as GitHub or GitLab flavored Markdown. Each line ends in {@code \n}. */
  public static String of(FleetPlan plan) {
    return new PlanMarkdown().write(plan);
  }

  /** Returns plans as Markdown, followed by the refusals of the impact limit. */
  public static String of(FleetPlan plan, Impact impact) {
    PlanMarkdown markdown = new PlanMarkdown();
    markdown.write(plan);
    for (String refusal : PlanWords.refusals(impact)) {
      markdown.line("");
      markdown.line("**" + escaped(refusal) + "**");
    }
    return markdown.text.toString();
  }

  private String write(FleetPlan plan) {
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
    plan.clusters().stream().filter(PlanWords::isWorthShowing).forEach(this::appendCluster);
    return text.toString();
  }

  private void appendCluster(LogConfigPlan plan) {
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
    PlanWords.others(plan)
        .ifPresent(
            effect -> {
              line("");
              line("Other namespaces: " + effect);
            });
    appendEffects(plan.effects());
    line("");
    line("</details>");
  }

  private void appendSteps(List<PlanStep> steps) {
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
      PlanWords.position(step).ifPresent(it -> line("  - " + escaped(it)));
      step.diff().changes().forEach(this::appendChange);
      appendNames("added", step.namespacesAdded());
      appendNames("removed", step.namespacesRemoved());
    }
  }

  private void appendChange(RuleDiff.FieldChange change) {
    line(
        "  - "
            + escaped(change.field())
            + ": <code>"
            + escaped(change.before())
            + "</code> becomes <code>"
            + escaped(change.after())
            + "</code>");
  }

  private void appendNames(String what, List<NamespaceName> names) {
    for (NamespaceName name : names) {
      line("  - " + what + " <code>" + escaped(name.value()) + "</code>");
    }
  }

  private void appendFindings(List<Finding> findings) {
    if (!findings.isEmpty()) {
      line("");
    }
    for (Finding finding : findings) {
      String severity = finding.severity().label();
      String weight = finding.severity() == Severity.INFO ? severity : "**" + severity + "**";
      line("- " + weight + " `" + finding.code() + "` " + escaped(finding.message()));
    }
  }

  private void appendEffects(List<NamespaceEffect> effects) {
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

  private void line(String line) {
    text.append(line).append('\n');
  }
}
