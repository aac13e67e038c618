package io.github.logconfig.evaluate;

import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.Matcher;
import io.github.logconfig.model.RuleAction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is ready to be asked many times. Thread-safe: what it fills in lazily is constant.
 */
final class CompiledRule {

  private static final Attribute LOG_SOURCE = new Attribute("log.source");

  /** One matcher of the rule, its wildcards compiled. */
  private record Condition(
      Attribute attribute,
      boolean understood,
      boolean onNamespace,
      Set<String> values,
      WildcardValues wildcards) {

    static Condition of(Matcher matcher) {
      boolean understood =
          matcher.attribute().isKnown() && matcher.operator().equals(Matcher.MATCHES);
      return new Condition(
          matcher.attribute(),
          understood,
          understood && matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME),
          matcher.values(),
          WildcardValues.of(matcher.values()));
    }

    boolean takesIn(HashedText value) {
      return values.contains(value.text()) || wildcards.takesIn(value);
    }

    boolean takesInIgnoringCase(String value) {
      String lower = value.toLowerCase(Locale.ROOT);
      return values.stream()
          .anyMatch(it -> new WildcardPattern(it.toLowerCase(Locale.ROOT)).matches(lower));
    }
  }

  private final ScopedRule source;
  private @Nullable List<Condition> compiled;
  private @Nullable NamespaceVerdict alone;

  CompiledRule(ScopedRule source) {
    this.source = source;
  }

  ScopedRule source() {
    return source;
  }

  LogRule rule() {
    return source.rule();
  }

  /** What is true of records that come to no other rule, and all of which this one takes. */
  NamespaceVerdict alone() {
    NamespaceVerdict verdict = alone;
    if (verdict == null) {
      Ingestion ingestion = rule().action() == RuleAction.INCLUDE ? Ingestion.YES : Ingestion.NO;
      verdict = new NamespaceVerdict(ingestion, List.of(source), Optional.of(source));
      alone = verdict;
    }
    return verdict;
  }

  /** Whether this version knows every attribute and operator of the rule. */
  boolean isUnderstood() {
    for (Condition condition : conditions()) {
      if (!condition.understood()) {
        return false;
      }
    }
    return true;
  }

  /** Decides for one record, all of whose attributes are known. */
  Match matchRecord(LogRecord record) {
    return match(record, Match.NONE);
  }

  /** Decides for all records that have these attributes, whatever else they have. */
  Match matchPartly(LogRecord known) {
    return match(known, Match.SOME);
  }

  /** Decides for all records of a namespace. */
  Match matchNamespace(HashedText namespace) {
    if (!rule().enabled()) {
      return Match.NONE;
    }
    Match match = Match.ALL;
    for (Condition condition : conditions()) {
      if (!condition.onNamespace()) {
        match = match.and(condition.values().isEmpty() ? Match.NONE : Match.SOME);
      } else if (!condition.takesIn(namespace)) {
        return Match.NONE;
      }
    }
    return match;
  }

  /** Decides for all records of all namespaces that no rule names in full. */
  Match matchRest(List<WildcardPattern> takenBefore) {
    if (!rule().enabled()) {
      return Match.NONE;
    }
    Match match = Match.ALL;
    for (Condition condition : conditions()) {
      match = match.and(restOf(condition, takenBefore));
    }
    return match;
  }

  /** The patterns of namespaces all of whose records the rule takes; empty if it asks for more. */
  List<WildcardPattern> wholePatterns() {
    boolean whole =
        rule().enabled() && conditions().size() == 1 && conditions().get(0).onNamespace();
    return whole ? conditions().get(0).wildcards().all() : List.of();
  }

  private static Match restOf(Condition condition, List<WildcardPattern> takenBefore) {
    if (condition.values().isEmpty()) {
      return Match.NONE;
    }
    if (!condition.onNamespace()) {
      return Match.SOME;
    }
    if (condition.wildcards().takesInEverything()) {
      return Match.ALL;
    }
    for (WildcardPattern pattern : condition.wildcards().all()) {
      if (pattern.mayMatchANamespace() && !isCovered(pattern, takenBefore)) {
        return Match.SOME;
      }
    }
    return Match.NONE;
  }

  private static boolean isCovered(WildcardPattern pattern, List<WildcardPattern> takenBefore) {
    for (WildcardPattern taken : takenBefore) {
      if (taken.covers(pattern)) {
        return true;
      }
    }
    return false;
  }

  private Match match(LogRecord record, Match ofAbsent) {
    if (!rule().enabled()) {
      return Match.NONE;
    }
    Match match = Match.ALL;
    for (Condition condition : conditions()) {
      match = match.and(match(condition, record, ofAbsent));
    }
    return match;
  }

  private static Match match(Condition condition, LogRecord record, Match ofAbsent) {
    if (condition.values().isEmpty()) {
      return Match.NONE;
    }
    if (!condition.understood()) {
      return Match.SOME;
    }
    Set<String> values = record.values(condition.attribute());
    if (values.isEmpty()) {
      return ofAbsent;
    }
    boolean ignoreCase =
        record.system() == OperatingSystem.WINDOWS && condition.attribute().equals(LOG_SOURCE);
    boolean holds =
        values.stream()
            .anyMatch(
                value ->
                    ignoreCase
                        ? condition.takesInIgnoringCase(value)
                        : condition.takesIn(new HashedText(value)));
    return holds ? Match.ALL : Match.NONE;
  }

  private List<Condition> conditions() {
    List<Condition> conditions = compiled;
    if (conditions == null) {
      conditions = rule().matchers().stream().map(Condition::of).toList();
      compiled = conditions;
    }
    return conditions;
  }
}
