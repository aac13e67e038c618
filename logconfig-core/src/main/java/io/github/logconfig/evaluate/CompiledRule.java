package io.github.logconfig.evaluate;

import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule prepared for repeated evaluation. Thread-safe: lazily computed fields are constant. */
final class CompiledRule {

  private final ScopedRule source;
  private @Nullable List<Condition> conditions;
  private @Nullable List<Condition> beyondNamespace;
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

  boolean isReadable() {
    return rule().unreadable().isEmpty();
  }

  boolean includes() {
    return rule().action() == RuleAction.INCLUDE;
  }

  /** Returns the verdict on records that reach no other rule and all match this one. */
  NamespaceVerdict alone() {
    NamespaceVerdict verdict = alone;
    if (verdict == null) {
      verdict =
          new NamespaceVerdict(
              includes() ? Verdict.INGESTED : Verdict.NOT_INGESTED,
              List.of(source),
              Optional.of(source),
              List.of());
      alone = verdict;
    }
    return verdict;
  }

  /** Returns whether this version knows everything that the rule depends on. */
  boolean isUnderstood() {
    if (!isReadable() || rule().otherFields().isAnySet()) {
      return false;
    }
    for (Condition condition : conditions()) {
      if (!condition.understood()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the part of the rule that this version does not know. Equal unknown conditions match
   * the same records. An unknown field stays with its object when the rest of the rule changes; it
   * equals no field of another object.
   */
  Object unknownPart() {
    boolean otherFields =
        !isReadable()
            || rule().otherFields().isAnySet()
            || rule().matchers().stream().anyMatch(matcher -> matcher.otherFields().isAnySet());
    if (otherFields) {
      return source.objectId().isPresent() ? source.objectId().get() : source;
    }
    return conditions().stream().filter(it -> !it.understood()).toList();
  }

  /** Returns a condition that every namespace must satisfy whose records the rule matches. */
  Optional<Condition> conditionOnNamespace() {
    if (!isReadable()) {
      return Optional.empty();
    }
    for (Condition condition : conditions()) {
      if (condition.isOnNamespace()) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  /**
   * Evaluates the rule for all records of a namespace.
   *
   * @param named whether the namespace is known to satisfy {@link #conditionOnNamespace()}
   */
  Match matchNamespace(HashedText namespace, boolean named) {
    if (!isReadable()) {
      return Match.SOME;
    }
    if (!rule().enabled()) {
      return Match.NONE;
    }
    Match match = rule().otherFields().isAnySet() ? Match.SOME : Match.ALL;
    boolean skip = named;
    for (Condition condition : conditions()) {
      if (condition.isOnNamespace()) {
        if (!skip && !condition.matches(namespace)) {
          return Match.NONE;
        }
        skip = false;
      } else if (condition.isImpossible()) {
        return Match.NONE;
      } else {
        match = Match.SOME;
      }
    }
    return match;
  }

  /** Evaluates the rule for one record with all its attributes. */
  Match matchRecord(LogRecord record) {
    Match match = match(record);
    if (match == Match.SOME && isUnderstood()) {
      return Match.NONE; // an attribute is absent, and no matcher on it holds
    }
    if (match == Match.SOME && isReadable()) {
      for (Condition condition : conditions()) {
        if (condition.understood() && record.values(condition.attribute()).isEmpty()) {
          return Match.NONE;
        }
      }
    }
    return match;
  }

  /** Evaluates the rule for all records with these attributes, whatever their other ones are. */
  Match match(LogRecord known) {
    if (!isReadable()) {
      return Match.SOME;
    }
    if (!rule().enabled()) {
      return Match.NONE;
    }
    Match match = isUnderstood() ? Match.ALL : Match.SOME;
    for (Condition condition : conditions()) {
      match = match.and(match(condition, known));
    }
    return match;
  }

  /** Returns the conditions that a namespace alone does not decide. */
  List<Condition> conditionsBeyondNamespace() {
    List<Condition> beyond = beyondNamespace;
    if (beyond == null) {
      beyond = conditions().stream().filter(it -> it.understood() && !it.isOnNamespace()).toList();
      beyondNamespace = beyond;
    }
    return beyond;
  }

  /** Returns the conditions on attributes that are not given. */
  List<Condition> conditionsBeyond(LogRecord known) {
    return isReadable()
        ? conditions().stream()
            .filter(it -> it.understood() && known.values(it.attribute()).isEmpty())
            .toList()
        : List.of();
  }

  /**
   * Returns the conditions that decide for namespaces which no rule names literally; null if the
   * rule matches no such namespace.
   */
  @Nullable List<Condition> conditionsOnOtherNamespaces() {
    if (!isReadable()) {
      return List.of();
    }
    if (!rule().enabled()) {
      return null;
    }
    List<Condition> open = new ArrayList<>();
    for (Condition condition : conditions()) {
      if (condition.isImpossible()) {
        return null;
      }
      if (condition.isOnNamespace()) {
        if (condition.wildcards().all().stream().noneMatch(WildcardPattern::mayMatchNamespace)) {
          return null;
        }
        if (condition.wildcards().matchesEverything()) {
          continue;
        }
      }
      if (condition.understood()) {
        open.add(condition);
      }
    }
    return open;
  }

  List<Condition> conditions() {
    List<Condition> compiled = conditions;
    if (compiled == null) {
      compiled = rule().matchers().stream().map(Condition::of).toList();
      conditions = compiled;
    }
    return compiled;
  }

  private static Match match(Condition condition, LogRecord known) {
    if (condition.isImpossible()) {
      return Match.NONE;
    }
    Set<String> values = known.values(condition.attribute());
    if (!condition.understood() || values.isEmpty()) {
      return Match.SOME;
    }
    boolean ignoreCase =
        known.system() == OperatingSystem.WINDOWS
            && condition.attribute().equals(Condition.LOG_SOURCE);
    for (String value : values) {
      if (condition.matches(new HashedText(value), ignoreCase)) {
        return Match.ALL;
      }
    }
    return Match.NONE;
  }
}
