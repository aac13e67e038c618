package io.github.logconfig.render;

import io.github.logconfig.evaluate.RuleUsage.Use;
import io.github.logconfig.inventory.ListedRule;
import io.github.logconfig.inventory.RuleInventory;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts that the list of rules has in plain text and in HTML. */
final class InventoryWords {

  private static final int SHOWN = 20;

  private InventoryWords() {}

  /** Returns a count with its noun. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String totals(List<RuleInventory> inventories) {
    List<ListedRule> rules =
        inventories.stream().flatMap(inventory -> inventory.rules().stream()).toList();
    long managed = rules.stream().filter(ListedRule::managed).count();
    List<String> parts = new ArrayList<>();
    parts.add(managed + " managed");
    parts.add(rules.size() - managed + " unmanaged");
    add(parts, rules.stream().filter(ListedRule::isRedundant).count(), "redundant");
    add(parts, rules.stream().filter(it -> it.duplicateOf().isPresent()).count(), "duplicate");
    add(parts, rules.stream().filter(it -> it.orphaned().orElse(false)).count(), "orphaned");
    return count(rules.size(), "rule") + ": " + String.join(", ", parts);
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  static String scope(RuleInventory.Scope scope) {
    String id = Quoted.line(scope.scope().id());
    String name = scope.name().map(it -> " " + Quoted.line(it)).orElse("");
    String entity = scope.name().isPresent() ? name + " (" + id + ")" : " " + id;
    return switch (scope.scope().kind()) {
      case HOST -> "host" + entity;
      case KUBERNETES_CLUSTER -> "Kubernetes cluster" + entity;
      case HOST_GROUP -> "host group" + entity;
      case ENVIRONMENT -> "environment";
      case OTHER -> "scope" + entity;
    };
  }

  /** Returns who manages the rule, and who has written it last. */
  static String management(ListedRule listed) {
    List<String> parts = new ArrayList<>();
    if (listed.managed()) {
      parts.add("managed");
    } else {
      parts.add(
          listed
              .identity()
              .map(it -> "managed by owner " + it.owner())
              .orElseGet(() -> isOfMonaco(listed.rule()) ? "managed by Monaco" : "unmanaged"));
    }
    if (!listed.rule().rule().enabled()) {
      parts.add("disabled");
    }
    String by = listed.rule().author().map(it -> " by " + Quoted.line(it)).orElse("");
    String at = listed.rule().modified().map(it -> " at " + it).orElse("");
    if (!by.isEmpty() || !at.isEmpty()) {
      parts.add("last written" + by + at);
    }
    return String.join(", ", parts);
  }

  private static boolean isOfMonaco(ObservedRule rule) {
    return rule.externalId().filter(id -> id.value().startsWith("monaco:")).isPresent();
  }

  /** Returns which logs the rule includes or excludes. */
  static String meaning(LogRule rule) {
    if (rule.unreadable().isPresent()) {
      return "cannot be read (" + Quoted.line(rule.unreadable().get()) + ")";
    }
    String does = rule.action() == RuleAction.INCLUDE ? "includes" : "excludes";
    if (rule.matchers().isEmpty()) {
      return does + " everything" + otherFields(rule);
    }
    List<String> namespaces = new ArrayList<>();
    List<String> others = new ArrayList<>();
    rule.matchers().stream()
        .sorted(Comparator.comparing(matcher -> matcher.attribute().key()))
        .forEach(matcher -> (isOnNamespace(matcher) ? namespaces : others).add(condition(matcher)));
    return does
        + " "
        + (namespaces.isEmpty() ? "logs" : String.join(" and ", namespaces))
        + (others.isEmpty() ? "" : " with " + String.join(" and ", others))
        + otherFields(rule);
  }

  private static boolean isOnNamespace(Matcher matcher) {
    return matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME) && isKnown(matcher);
  }

  private static boolean isKnown(Matcher matcher) {
    return matcher.attribute().isKnown()
        && matcher.operator().equals(Matcher.MATCHES)
        && !matcher.otherFields().isAnySet();
  }

  private static String condition(Matcher matcher) {
    List<String> values = matcher.values().stream().sorted().map(Quoted::line).toList();
    String listed = values.stream().limit(SHOWN).collect(Collectors.joining(", "));
    String more = values.size() > SHOWN ? " and " + (values.size() - SHOWN) + " more" : "";
    boolean known = isKnown(matcher);
    if (isOnNamespace(matcher)) {
      return (values.size() == 1 ? "namespace " : "namespaces ") + listed + more;
    }
    return Quoted.line(matcher.attribute().key())
        + (known ? " " : " " + Quoted.line(matcher.operator()) + " ")
        + String.join(" or ", values.stream().limit(SHOWN).toList())
        + more
        + (known ? "" : " (a condition that this version does not know)");
  }

  private static String otherFields(LogRule rule) {
    Map<String, ?> fields = rule.otherFields().values();
    return rule.otherFields().isAnySet()
        ? "; fields that this version does not know: "
            + fields.keySet().stream().sorted().map(Quoted::line).collect(Collectors.joining(", "))
        : "";
  }

  /** Returns what is wrong with the rule, one sentence each. */
  static List<String> remarks(ListedRule listed) {
    Stream.Builder<String> remarks = Stream.builder();
    listed
        .duplicateOf()
        .ifPresent(other -> remarks.add("duplicate of rule " + Quoted.of(other.rule().title())));
    if (listed.isRedundant()) {
      remarks.add(
          listed.insteadOf().isEmpty()
              ? "redundant: it matches no log"
              : "redundant: it never decides, because "
                  + rules(listed.insteadOf())
                  + (listed.insteadOf().size() == 1 ? " precedes it" : " precede it"));
    }
    if (listed.use() == Use.UNKNOWN && listed.overriddenIn().isEmpty()) {
      remarks.add("not known whether it decides: rules have conditions that are not understood");
    }
    if (!listed.overriddenIn().isEmpty()) {
      remarks.add(
          "rules of Kubernetes cluster "
              + listed.overriddenIn().stream().map(RuleScope::id).collect(Collectors.joining(", "))
              + " precede it and decide for all logs of that cluster that it matches"
              + (listed.use() == Use.UNKNOWN ? "; other hosts of the group are not known" : ""));
    }
    if (listed.orphaned().orElse(false)) {
      remarks.add("orphaned: no desired cluster needs it");
    }
    return remarks.build().toList();
  }

  private static String rules(List<ObservedRule> rules) {
    List<String> titles = rules.stream().map(it -> Quoted.of(it.rule().title())).toList();
    String listed = String.join(", ", titles.subList(0, Math.min(SHOWN, titles.size())));
    return (titles.size() == 1 ? "rule " : "rules ")
        + listed
        + (titles.size() > SHOWN ? " and " + (titles.size() - SHOWN) + " more" : "");
  }
}
