package io.github.logconfig.plan;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The difference between a rule before and after a step.
 *
 * @param added the namespaces that only the rule after names, in natural order
 * @param removed the namespaces that only the rule before names, in natural order
 * @param changes the changed fields, without the namespaces; empty if the rule is created or
 *     deleted
 * @since 0.1.0
 */
public record RuleDiff(
    List<NamespaceName> added, List<NamespaceName> removed, List<FieldChange> changes) {

  /**
   * A field with different values before and after.
   *
   * @param field the name of the field in the service, for example {@code enabled}
   * @param before the value before, as text
   * @param after the value after, as text
   */
  public record FieldChange(String field, String before, String after) {}

  /** No difference. */
  public static final RuleDiff NONE = new RuleDiff(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public RuleDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changes = List.copyOf(changes);
  }

  /** Returns the difference between two rules. */
  public static RuleDiff between(LogRule before, LogRule after) {
    return new RuleDiff(
        minus(namespaces(after), namespaces(before)),
        minus(namespaces(before), namespaces(after)),
        changes(before, after));
  }

  /**
   * Returns the namespaces that the rule names. Values that are not namespace names are skipped.
   */
  public static SortedSet<NamespaceName> namespaces(LogRule rule) {
    return rule.matchers().stream()
        .filter(matcher -> matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME))
        .flatMap(matcher -> matcher.values().stream())
        .filter(NamespaceName::isValid)
        .map(NamespaceName::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<FieldChange> changes(LogRule before, LogRule after) {
    List<FieldChange> changes = new ArrayList<>();
    addIfChanged(changes, LogRuleCodec.TITLE, before.title(), after.title());
    addIfChanged(changes, LogRuleCodec.ENABLED, before.enabled(), after.enabled());
    addIfChanged(
        changes,
        LogRuleCodec.SEND_TO_STORAGE,
        before.action() == RuleAction.INCLUDE,
        after.action() == RuleAction.INCLUDE);
    List<String> beyondBefore = beyondNamespaces(before);
    List<String> beyondAfter = beyondNamespaces(after);
    if (!beyondBefore.equals(beyondAfter)) {
      changes.add(
          new FieldChange(
              LogRuleCodec.MATCHERS, text(before, beyondBefore), text(after, beyondAfter)));
    }
    return List.copyOf(changes);
  }

  /**
   * Describes matchers. A rule without matchers matches everything; one with only namespaces, just
   * those.
   */
  private static String text(LogRule rule, List<String> beyond) {
    if (rule.unreadable().isPresent()) {
      return "unreadable";
    }
    if (rule.matchers().isEmpty()) {
      return "everything";
    }
    return beyond.isEmpty() ? "only the listed namespaces" : String.join(" and ", beyond);
  }

  private static void addIfChanged(
      List<FieldChange> changes, String field, Object before, Object after) {
    if (!before.equals(after)) {
      changes.add(new FieldChange(field, before.toString(), after.toString()));
    }
  }

  /**
   * Describes the matchers besides one matcher that lists namespaces; empty for the rules that we
   * write.
   */
  private static List<String> beyondNamespaces(LogRule rule) {
    List<String> beyond = new ArrayList<>();
    int namespaceMatchers = 0;
    for (Matcher matcher : rule.matchers()) {
      boolean onNamespace = matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME);
      List<String> values =
          matcher.values().stream()
              .filter(value -> !onNamespace || !NamespaceName.isValid(value))
              .sorted()
              .toList();
      namespaceMatchers += onNamespace ? 1 : 0;
      if (!onNamespace || !values.isEmpty() || !matcher.operator().equals(Matcher.MATCHES)) {
        beyond.add(matcher.attribute() + " " + matcher.operator() + " " + values);
      }
    }
    if (namespaceMatchers > 1) {
      beyond.add(namespaceMatchers + " matchers on " + Attribute.K8S_NAMESPACE_NAME);
    }
    beyond.sort(null);
    if (rule.matchers().isEmpty()) {
      beyond.add(""); // differs from every rule with matchers
    }
    return beyond;
  }

  private static List<NamespaceName> minus(
      SortedSet<NamespaceName> all, SortedSet<NamespaceName> without) {
    return all.stream().filter(namespace -> !without.contains(namespace)).toList();
  }
}
