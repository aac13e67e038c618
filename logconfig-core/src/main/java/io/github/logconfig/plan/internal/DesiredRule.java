package io.github.logconfig.plan.internal;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The desired content of a managed rule.
 *
 * @param identity the identity of the rule
 * @param title the title; differs from that of the identity while another managed rule has that
 *     title
 * @param namespaces the namespaces to include; none for the catch-all rule
 */
record DesiredRule(RuleIdentity identity, String title, SortedSet<NamespaceName> namespaces) {

  static DesiredRule catchAll(RuleIdentity identity) {
    return new DesiredRule(identity, identity.title(), new TreeSet<>());
  }

  boolean isCatchAll() {
    return identity.role().equals(RuleRole.CATCH_ALL);
  }

  DesiredRule titled(String other) {
    return new DesiredRule(identity, other, namespaces);
  }

  /**
   * Returns whether a rule has this content. Called for every rule in every run, so it allocates
   * nothing.
   */
  boolean isSameAs(LogRule rule) {
    if (rule.unreadable().isPresent() || !rule.enabled() || !rule.title().equals(title)) {
      return false;
    }
    if (isCatchAll()) {
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

  /** Returns the rule to create. */
  LogRule rule() {
    return rule(Optional.empty());
  }

  /** Returns the rule that replaces {@code kept}, with its unknown fields. */
  LogRule rule(Optional<LogRule> kept) {
    LogRule.Builder rule = LogRule.builder().title(title);
    kept.map(LogRule::otherFields).ifPresent(rule::otherFields);
    if (isCatchAll()) {
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
    Iterator<String> inOrder = values.iterator();
    boolean sameOrder = true; // a rule keeps the order in which it was written
    for (NamespaceName namespace : namespaces) {
      sameOrder = sameOrder && inOrder.next().equals(namespace.value());
      if (!sameOrder && !values.contains(namespace.value())) {
        return false;
      }
    }
    return true;
  }
}
