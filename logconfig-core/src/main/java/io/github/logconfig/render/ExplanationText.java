package io.github.logconfig.render;

import io.github.logconfig.evaluate.Ingestion;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.plan.Explanation;

/**
 * Explanations as plain text: an answer, and under it the rules that the logs come to, one line
 * each.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class ExplanationText {

  private ExplanationText() {}

  /**
   * The text of an explanation.
   *
   * @param explanation the explanation
   * @return some lines, each ended by {@code \n}
   */
  public static String of(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    append(text, "now", explanation.now());
    if (explanation.plan().isEmpty()) {
      return text.append("after the plan: the same, there is nothing to change\n").toString();
    }
    append(text, "after the plan", explanation.afterPlan());
    return text.toString();
  }

  private static void append(StringBuilder text, String when, Explanation.Answer answer) {
    text.append(when).append(": ").append(sentence(answer)).append('\n');
    for (TraceEntry entry : answer.trace()) {
      text.append("  ")
          .append(entry.rule().scope())
          .append(' ')
          .append(Quoted.of(entry.rule().rule().title()))
          .append(": ")
          .append(outcome(entry))
          .append('\n');
    }
  }

  private static String sentence(Explanation.Answer answer) {
    Ingestion ingestion = answer.verdict().ingestion();
    if (ingestion == Ingestion.DEPENDS) {
      return "some are ingested and some are not, it depends on more than is given";
    }
    String who =
        answer
            .verdict()
            .takesTheRest()
            .map(
                rule -> "decided by rule " + Quoted.of(rule.rule().title()) + " at " + rule.scope())
            .orElse("no rule matches");
    return (ingestion == Ingestion.YES ? "ingested, " : "not ingested, ") + who;
  }

  private static String outcome(TraceEntry entry) {
    String does = entry.rule().rule().action() == RuleAction.INCLUDE ? "includes" : "excludes";
    return switch (entry.outcome()) {
      case DISABLED -> "disabled";
      case NO_MATCH -> "does not match";
      case MAY_MATCH -> "matches some, and " + does + " them";
      case MATCHED -> "matches, and " + does;
    };
  }
}
