package io.github.logconfig.plan;

import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.Matcher;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleAction;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one rule of ours is to say.
 *
 * @param identity which rule
 * @param title its title; the identity's, unless that is held by another rule of ours for now
 * @param namespaces what it takes in; empty for the closing rule
 */
record WantedRule(RuleIdentity identity, String title, SortedSet<NamespaceName> namespaces) {

  static WantedRule closing(RuleIdentity identity) {
    return new WantedRule(identity, identity.title(), new TreeSet<>());
  }

  boolean isClosing() {
    return identity.role().equals(RuleRole.EXCLUDE_REST);
  }

  WantedRule titled(String other) {
    return new WantedRule(identity, other, namespaces);
  }

  /** Whether a rule says this already. Asked of every rule in every run, so nothing is built. */
  boolean isMetBy(LogRule rule) {
    if (rule.unreadable().isPresent() || !rule.enabled() || !rule.title().equals(title)) {
      return false;
    }
    if (isClosing()) {
      return rule.action() == RuleAction.EXCLUDE && rule.matchers().isEmpty();
    }
    if (rule.action() != RuleAction.INCLUDE || rule.matchers().size() != 1) {
      return false;
    }
    Matcher matcher = rule.matchers().iterator().next();
    return matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME)
        && matcher.operator().equals(Matcher.MATCHES)
        && areThese(matcher.values());
  }

  /** The rule to create. */
  LogRule rule() {
    return rule(Optional.empty());
  }

  /**
   * The rule to write in place of {@code kept}, with the fields that this version does not know.
   */
  LogRule rule(Optional<LogRule> kept) {
    LogRule.Builder rule = LogRule.builder().title(title);
    kept.map(LogRule::otherFields).ifPresent(rule::otherFields);
    if (isClosing()) {
      return rule.action(RuleAction.EXCLUDE).build();
    }
    Matcher.Builder matcher = Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME);
    namespaces.forEach(namespace -> matcher.addValue(namespace.value()));
    kept.stream()
        .flatMap(it -> it.matchers().stream())
        .filter(it -> it.attribute().equals(Attribute.K8S_NAMESPACE_NAME))
        .findFirst()
        .ifPresent(it -> matcher.otherFields(it.otherFields()));
    return rule.addMatcher(matcher.build()).build();
  }

  private boolean areThese(Set<String> values) {
    if (values.size() != namespaces.size()) {
      return false;
    }
    for (NamespaceName namespace : namespaces) {
      if (!values.contains(namespace.value())) {
        return false;
      }
    }
    return true;
  }
}
