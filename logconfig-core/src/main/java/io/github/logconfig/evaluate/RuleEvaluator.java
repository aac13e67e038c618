package io.github.logconfig.evaluate;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what happens to log records, as Dynatrace's agents do.
 *
 * <p>Three questions are answered: what happens to one {@linkplain #evaluate record}, what happens
 * to {@linkplain #verdict all records of a namespace}, whatever else is true of them, and what
 * happens to {@linkplain #rest the namespaces that nobody names}. A rule with an attribute or an
 * operator that this version does not know may match anything, and may not.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @since 0.1.0
 */
public final class RuleEvaluator {

  /** Beyond so many patterns it is not looked whether one covers another: it costs too much. */
  private static final int MOST_PATTERNS_COMPARED = 256;

  private RuleEvaluator() {}

  /**
   * Decides for one record.
   *
   * @param chain the rules that the record passes
   * @param record the record, with all of its attributes
   * @return whether it is ingested, and by which rule
   */
  public static Decision evaluate(RuleChain chain, LogRecord record) {
    Objects.requireNonNull(record, "record");
    List<TraceEntry> trace = new ArrayList<>();
    boolean mayBeIncluded = false;
    boolean mayBeExcluded = false;
    for (CompiledRule candidate : chain.compiled()) {
      Match match = candidate.matchRecord(record);
      trace.add(new TraceEntry(candidate.source(), outcome(candidate, match)));
      if (match != Match.NONE) {
        boolean includes = candidate.rule().action() == RuleAction.INCLUDE;
        mayBeIncluded |= includes;
        mayBeExcluded |= !includes;
      }
      if (match == Match.ALL) {
        return new Decision(
            ingestion(mayBeIncluded, mayBeExcluded), Optional.of(candidate.source()), trace);
      }
    }
    return new Decision(ingestion(mayBeIncluded, true), Optional.empty(), trace);
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
    HashedText name = new HashedText(namespace.value());
    return verdict(chain, rule -> rule.matchNamespace(name));
  }

  /**
   * Decides for all records that have some attributes, whatever their other ones are. The answer is
   * as sharp as what is known.
   *
   * @param chain the rules that the records pass
   * @param known the attributes that are known, for example the namespace and the log level
   * @return whether they are ingested, and which rules may decide
   */
  public static NamespaceVerdict verdict(RuleChain chain, LogRecord known) {
    Objects.requireNonNull(known, "known");
    return verdict(chain, rule -> rule.matchPartly(known));
  }

  /**
   * Decides for all records of all namespaces that no rule of the chain names in full: what happens
   * to a namespace that nobody listed. Asks what the rules say, and tries no name.
   *
   * @param chain the rules that the records pass
   * @return whether they are ingested, {@link Ingestion#DEPENDS} also if it depends on the name
   */
  public static NamespaceVerdict rest(RuleChain chain) {
    List<WildcardPattern> taken = new ArrayList<>();
    return verdict(
        chain,
        rule -> {
          Match match = rule.matchRest(taken);
          List<WildcardPattern> whole = rule.wholePatterns();
          if (taken.size() + whole.size() <= MOST_PATTERNS_COMPARED) {
            taken.addAll(whole);
          }
          return match;
        });
  }

  /**
   * The enabled rules that look at an attribute, or compare by an operator, that this version does
   * not know. They may match anything.
   *
   * @param chain the rules to look through
   * @return those rules, in the order in which they are tried
   */
  public static List<ScopedRule> notUnderstood(RuleChain chain) {
    List<ScopedRule> rules = new ArrayList<>(0);
    for (CompiledRule candidate : chain.compiled()) {
      if (candidate.rule().enabled() && !candidate.isUnderstood()) {
        rules.add(candidate.source());
      }
    }
    return rules;
  }

  private static NamespaceVerdict verdict(RuleChain chain, Function<CompiledRule, Match> matching) {
    List<ScopedRule> deciding = new ArrayList<>(0);
    boolean someIncluded = false;
    boolean someExcluded = false;
    for (CompiledRule candidate : chain.compiled()) {
      Match match = matching.apply(candidate);
      if (match == Match.NONE) {
        continue;
      }
      if (match == Match.ALL && deciding.isEmpty()) {
        return candidate.alone(); // by far the most frequent answer, and one that is kept
      }
      deciding.add(candidate.source());
      boolean includes = candidate.rule().action() == RuleAction.INCLUDE;
      someIncluded |= includes;
      someExcluded |= !includes;
      if (match == Match.ALL) {
        return new NamespaceVerdict(
            ingestion(someIncluded, someExcluded), deciding, Optional.of(candidate.source()));
      }
    }
    // what no rule takes is not ingested
    return new NamespaceVerdict(ingestion(someIncluded, true), deciding, Optional.empty());
  }

  private static Ingestion ingestion(boolean someIncluded, boolean someExcluded) {
    if (!someIncluded) {
      return Ingestion.NO;
    }
    return someExcluded ? Ingestion.DEPENDS : Ingestion.YES;
  }

  private static TraceEntry.Outcome outcome(CompiledRule candidate, Match match) {
    if (!candidate.rule().enabled()) {
      return TraceEntry.Outcome.DISABLED;
    }
    return switch (match) {
      case ALL -> TraceEntry.Outcome.MATCHED;
      case SOME -> TraceEntry.Outcome.MAY_MATCH;
      case NONE -> TraceEntry.Outcome.NO_MATCH;
    };
  }
}
