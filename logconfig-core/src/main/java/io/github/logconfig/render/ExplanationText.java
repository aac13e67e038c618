package io.github.logconfig.render;

import io.github.logconfig.evaluate.Doubt;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.plan.Explanation;
import java.util.stream.Collectors;

/**
 * Prints explanations as plain text: an answer, followed by one line for each rule that is
 * evaluated.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class ExplanationText {

  private ExplanationText() {}

  /** Returns an explanation as text. Each line ends in {@code \n}. */
  public static String of(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    append(text, "now", explanation.now());
    if (explanation.plan().isEmpty()) {
      return text.append("after the plan: unchanged\n").toString();
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
    NamespaceVerdict verdict = answer.verdict();
    return switch (verdict.verdict()) {
      case PARTLY -> "partly ingested, depending on other attributes of the logs";
      case UNKNOWN ->
          "unknown: "
              + verdict.doubts().stream()
                  .map(ExplanationText::doubt)
                  .distinct()
                  .collect(Collectors.joining("; "));
      case INGESTED -> "ingested, " + decidedBy(verdict);
      case NOT_INGESTED -> "not ingested, " + decidedBy(verdict);
    };
  }

  private static String decidedBy(NamespaceVerdict verdict) {
    return verdict
        .catchAll()
        .map(rule -> "decided by rule " + named(rule))
        .orElse(verdict.decidedBy().isEmpty() ? "no rule matches" : "whichever rule decides");
  }

  private static String doubt(Doubt doubt) {
    String rule = doubt.rule().map(it -> "rule " + named(it)).orElse("a rule");
    return switch (doubt.cause()) {
      case SCOPE_NOT_TIED -> rule + " may apply: its Kubernetes cluster is not tied to any cluster";
      case HOST_SCOPE -> rule + " decides for logs from its host";
      case UNREADABLE_RULE -> rule + " cannot be read";
      case UNKNOWN_CONDITION -> rule + " has a condition that this version does not know";
      case OPERATING_SYSTEM -> "log sources differ only in case, which Windows ignores";
      case TOO_COMPLEX -> "the rules combine too many conditions";
    };
  }

  private static String named(ScopedRule rule) {
    return Quoted.of(rule.rule().title()) + " in scope " + rule.scope();
  }

  private static String outcome(TraceEntry entry) {
    String does = entry.rule().rule().action() == RuleAction.INCLUDE ? "includes" : "excludes";
    return switch (entry.outcome()) {
      case DISABLED -> "disabled";
      case NO_MATCH -> "does not match";
      case MAY_MATCH -> "may match; " + does + " what it matches";
      case MATCHED -> "matches and " + does;
    };
  }
}
