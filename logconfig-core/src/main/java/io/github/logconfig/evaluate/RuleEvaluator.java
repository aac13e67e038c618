package io.github.logconfig.evaluate;

import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.Matcher;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what happens to log records, as Dynatrace's agents do.
 *
 * <p>Two questions are answered: what happens to one {@linkplain #evaluate record}, and what
 * happens to {@linkplain #verdict all records of a namespace}, whatever else is true of them.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @since 0.1.0
 */
public final class RuleEvaluator {

  private RuleEvaluator() {}

  /** How a rule relates to a set of records. */
  private enum Match {
    ALL,
    SOME,
    NONE
  }

  /**
   * Decides for one record.
   *
   * @param chain the rules that the record passes
   * @param record the record
   * @return whether it is ingested, and by which rule
   */
  public static Decision evaluate(RuleChain chain, LogRecord record) {
    List<ScopedRule> passed = new ArrayList<>();
    for (ScopedRule candidate : chain.rules()) {
      if (candidate.rule().enabled() && matches(candidate.rule(), record)) {
        boolean ingested = candidate.rule().action() == RuleAction.INCLUDE;
        return new Decision(ingested, Optional.of(candidate), passed);
      }
      passed.add(candidate);
    }
    return new Decision(false, Optional.empty(), passed);
  }

  /**
   * Decides for all records of one namespace. A rule that looks at other attributes as well, or at
   * something this version does not know, may match some of them.
   *
   * @param chain the rules that the records pass
   * @param namespace the namespace
   * @return whether they are ingested, and which rules may decide
   */
  public static NamespaceVerdict verdict(RuleChain chain, NamespaceName namespace) {
    List<ScopedRule> deciding = new ArrayList<>();
    boolean someIncluded = false;
    boolean someExcluded = false;
    boolean allDecided = false;
    for (ScopedRule candidate : chain.rules()) {
      Match match = match(candidate.rule(), namespace);
      if (match == Match.NONE) {
        continue;
      }
      deciding.add(candidate);
      if (candidate.rule().action() == RuleAction.INCLUDE) {
        someIncluded = true;
      } else {
        someExcluded = true;
      }
      if (match == Match.ALL) {
        allDecided = true;
        break;
      }
    }
    if (!allDecided) {
      someExcluded = true; // what no rule takes is not ingested
    }
    Ingestion ingestion =
        someIncluded ? (someExcluded ? Ingestion.DEPENDS : Ingestion.YES) : Ingestion.NO;
    return new NamespaceVerdict(ingestion, deciding);
  }

  private static boolean matches(LogRule rule, LogRecord record) {
    return rule.matchers().stream()
        .allMatch(
            matcher ->
                record.values(matcher.attribute()).stream()
                    .anyMatch(value -> takesIn(matcher.values(), value)));
  }

  private static Match match(LogRule rule, NamespaceName namespace) {
    if (!rule.enabled()) {
      return Match.NONE;
    }
    Match match = Match.ALL;
    for (Matcher matcher : rule.matchers()) {
      boolean onNamespace =
          matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME)
              && matcher.operator().equals(Matcher.MATCHES);
      if (!onNamespace) {
        match = Match.SOME;
      } else if (!takesIn(matcher.values(), namespace.value())) {
        return Match.NONE;
      }
    }
    return match;
  }

  private static boolean takesIn(Set<String> patterns, String value) {
    return patterns.contains(value)
        || patterns.stream()
            .map(WildcardPattern::new)
            .anyMatch(pattern -> pattern.hasWildcard() && pattern.matches(value));
  }
}
