package io.github.logconfig.render;

import io.github.logconfig.evaluate.Doubt;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints explanations as plain text: where the namespace is desired, what ties the cluster to
 * Dynatrace, an answer with the rules that are evaluated for it, and what to do.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class ExplanationText {

  private static final int SHOWN_VALUES = 4;

  /** Longer sequences of rules that do not match are shortened. */
  private static final int SHOWN_PASSED = 5;

  private final Explanation explanation;
  private final StringBuilder text = new StringBuilder();

  private ExplanationText(Explanation explanation) {
    this.explanation = explanation;
  }

  /** Returns an explanation as text. Each line ends in {@code \n}. */
  public static String of(Explanation explanation) {
    return of(explanation, ExplanationAdvice.optIn(explanation));
  }

  /**
   * Returns an explanation as text. Each line ends in {@code \n}.
   *
   * @param optIn how to opt in the namespace, for example {@code add shop to desired.yaml}
   */
  public static String of(Explanation explanation, String optIn) {
    return new ExplanationText(explanation).render(optIn);
  }

  private String render(String optIn) {
    text.append("namespace ")
        .append(ExplanationAdvice.namespace(explanation))
        .append(" in cluster ")
        .append(explanation.plan().cluster())
        .append("\n  desired: ")
        .append(explanation.isDesired() ? "yes" : "no")
        .append(
            explanation
                .location()
                .map(it -> (explanation.isDesired() ? ", " : ", defined in ") + it)
                .orElse(""))
        .append(explanation.owner().map(it -> ", owner " + Quoted.line(it)).orElse(""))
        .append("\n  Dynatrace: environment ")
        .append(explanation.plan().environment().name())
        .append(
            explanation.plan().target() == Target.HOST_GROUP
                ? ", host group " + explanation.plan().hostGroup()
                : "")
        .append(tie(explanation.kubernetes()))
        .append('\n');
    append("now", explanation.now(), true);
    if (explanation.afterPlan().equals(explanation.now())) {
      text.append("  after the plan: unchanged\n");
    } else {
      append("after the plan", explanation.afterPlan(), false);
    }
    List<String> advice = ExplanationAdvice.of(explanation, optIn);
    advice.forEach(line -> text.append("  to do: ").append(line).append('\n'));
    if (advice.isEmpty()) {
      text.append("  to do: nothing\n");
    }
    return text.toString();
  }

  private static String tie(Explanation.KubernetesTie tie) {
    String clusters =
        tie.clusters().stream()
            .map(it -> it.label().map(Quoted::of).orElse(it.id().value()))
            .collect(Collectors.joining(" or "));
    return switch (tie.evidence()) {
      case UID -> ", Kubernetes cluster " + clusters + " (same UID)";
      case TOPOLOGY -> ", Kubernetes cluster " + clusters + " (its hosts are in the host group)";
      case NAME -> ", Kubernetes cluster " + clusters + " (only the name is the same)";
      case NONE -> ", not tied to a Kubernetes cluster";
      case NOT_NEEDED -> "";
    };
  }

  private void append(String when, Explanation.Answer answer, boolean withAuthors) {
    text.append("  ").append(when).append(": ").append(sentence(answer)).append('\n');
    List<TraceEntry> trace = answer.trace();
    for (int i = 0; i < trace.size(); i++) {
      int end = i;
      while (end < trace.size() && trace.get(end).outcome() == TraceEntry.Outcome.NO_MATCH) {
        end++;
      }
      if (end - i > SHOWN_PASSED) {
        text.append("    ").append(end - i).append(" rules that do not match\n");
        i = end - 1;
      } else {
        append(trace.get(i), withAuthors);
      }
    }
  }

  private void append(TraceEntry entry, boolean withAuthor) {
    ScopedRule rule = entry.rule();
    text.append("    ").append(named(rule, explanation)).append(": ").append(outcome(entry));
    text.append("\n      ").append(conditions(rule.rule(), explanation)).append('\n');
    boolean mayDecide =
        entry.outcome() == TraceEntry.Outcome.MATCHED
            || entry.outcome() == TraceEntry.Outcome.MAY_MATCH;
    if (withAuthor && mayDecide) {
      lastChanged(rule).ifPresent(line -> text.append("      ").append(line).append('\n'));
    }
  }

  private Optional<String> lastChanged(ScopedRule rule) {
    return explanation
        .observed(rule)
        .filter(it -> it.author().isPresent() || it.modified().isPresent())
        .map(
            it ->
                "last changed"
                    + it.modified().map(time -> " at " + seconds(time)).orElse("")
                    + it.author().map(author -> " by " + Quoted.line(author)).orElse(""));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private String sentence(Explanation.Answer answer) {
    NamespaceVerdict verdict = answer.verdict();
    return switch (verdict.verdict()) {
      case PARTLY -> "partly ingested, depending on " + dependsOn(answer);
      case UNKNOWN ->
          "unknown: "
              + verdict.doubts().stream()
                  .map(this::doubt)
                  .distinct()
                  .collect(Collectors.joining("; "));
      case INGESTED -> "ingested, " + decidedBy(verdict);
      case NOT_INGESTED -> "not ingested, " + decidedBy(verdict);
    };
  }

  private String dependsOn(Explanation.Answer answer) {
    Set<Attribute> attributes = answer.dependsOn(explanation.known());
    return attributes.isEmpty()
        ? "other attributes of the logs"
        : joined(attributes.stream().map(it -> Quoted.line(it.key())).toList(), " and ");
  }

  private String decidedBy(NamespaceVerdict verdict) {
    return verdict
        .catchAll()
        .map(rule -> "decided by " + named(rule, explanation))
        .orElse(verdict.decidedBy().isEmpty() ? "no rule matches" : "whichever rule decides");
  }

  private String doubt(Doubt doubt) {
    String rule = doubt.rule().map(it -> named(it, explanation)).orElse("a rule");
    return switch (doubt.cause()) {
      case SCOPE_NOT_TIED -> rule + " may apply: its Kubernetes cluster is not tied to any cluster";
      case HOST_SCOPE -> rule + " decides for logs from its host";
      case UNREADABLE_RULE -> rule + " cannot be read";
      case UNKNOWN_CONDITION -> rule + " has a condition that this version does not know";
      case OPERATING_SYSTEM -> "log sources differ only in case, which Windows ignores";
      case TOO_COMPLEX -> "the rules combine too many conditions";
    };
  }

  /** Returns a rule with the name of its scope, as far as the name is known. */
  static String named(ScopedRule rule, Explanation explanation) {
    return "rule " + Quoted.of(rule.rule().title()) + " of " + scope(rule, explanation);
  }

  /** Returns the name of the scope of a rule, or its id if the name is unknown. */
  static String scope(ScopedRule rule, Explanation explanation) {
    String id = rule.scope().id();
    return switch (rule.scope().kind()) {
      case ENVIRONMENT -> "environment " + explanation.plan().environment().name();
      case HOST_GROUP ->
          "host group "
              + (rule.scope().entity().filter(explanation.hostGroups()::contains).isPresent()
                  ? explanation.plan().hostGroup().value()
                  : id);
      case KUBERNETES_CLUSTER ->
          "Kubernetes cluster "
              + explanation.kubernetes().clusters().stream()
                  .filter(it -> it.id().value().equals(id))
                  .flatMap(it -> it.label().stream())
                  .map(Quoted::of)
                  .findFirst()
                  .orElse(id);
      case HOST -> "host " + id;
      case OTHER -> "scope " + Quoted.line(id);
    };
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

  /** Returns the conditions of a rule, for example {@code if loglevel is "error"}. */
  static String conditions(LogRule rule, Explanation explanation) {
    if (rule.unreadable().isPresent()) {
      return "it cannot be read: " + Quoted.line(rule.unreadable().get());
    }
    if (rule.matchers().isEmpty()) {
      return "it has no conditions";
    }
    return rule.matchers().stream()
        .map(matcher -> condition(matcher, explanation))
        .collect(Collectors.joining(" and ", "if ", ""));
  }

  private static String condition(Matcher matcher, Explanation explanation) {
    String attribute = Quoted.line(matcher.attribute().key());
    List<String> values = matcher.values().stream().sorted().toList();
    boolean hasWildcard = values.stream().anyMatch(value -> value.indexOf('*') >= 0);
    String operator =
        matcher.operator().equals(Matcher.MATCHES)
            ? hasWildcard ? "matches" : "is"
            : Quoted.line(matcher.operator());
    if (values.size() <= SHOWN_VALUES) {
      return attribute
          + " "
          + operator
          + " "
          + joined(values.stream().map(Quoted::of).toList(), " or ");
    }
    Optional<String> known =
        explanation.known().values(matcher.attribute()).stream()
            .filter(values::contains)
            .findFirst();
    return attribute
        + " "
        + operator
        + " "
        + known
            .map(it -> Quoted.of(it) + " or one of " + (values.size() - 1) + " other values")
            .orElse("one of " + values.size() + " values");
  }

  private static String joined(List<String> texts, String last) {
    if (texts.size() < 2) {
      return String.join("", texts);
    }
    List<String> all = new ArrayList<>(texts);
    String end = all.remove(all.size() - 1);
    return String.join(", ", all) + last + end;
  }
}
