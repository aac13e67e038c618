package io.github.logconfig.evaluate;

import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.Matcher;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One matcher of a rule with its wildcards compiled.
 *
 * @param understood whether this version knows the attribute, the operator and all fields
 */
record Condition(
    Attribute attribute, boolean understood, Set<String> values, WildcardValues wildcards) {

  static final Attribute LOG_SOURCE = new Attribute("log.source");

  static Condition of(Matcher matcher) {
    boolean understood =
        matcher.attribute().isKnown()
            && matcher.operator().equals(Matcher.MATCHES)
            && !matcher.otherFields().isAnySet();
    return new Condition(
        matcher.attribute(), understood, matcher.values(), WildcardValues.of(matcher.values()));
  }

  boolean isOnNamespace() {
    return understood && attribute.equals(Attribute.K8S_NAMESPACE_NAME);
  }

  /** Returns whether no record can satisfy the condition. */
  boolean isImpossible() {
    return understood && values.isEmpty();
  }

  boolean matches(HashedText value) {
    return values.contains(value.text()) || wildcards.matches(value);
  }

  boolean matches(HashedText value, boolean ignoreCase) {
    if (!ignoreCase) {
      return matches(value);
    }
    String lower = value.text().toLowerCase(Locale.ROOT);
    return values.stream()
        .anyMatch(it -> new WildcardPattern(it.toLowerCase(Locale.ROOT)).matches(lower));
  }

  /** Ignores the compiled wildcards, which follow from the values. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Condition that
        && attribute.equals(that.attribute)
        && understood == that.understood
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(attribute, understood, values);
  }
}
