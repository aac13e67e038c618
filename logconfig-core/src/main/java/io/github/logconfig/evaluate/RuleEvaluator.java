package io.github.logconfig.evaluate;

import io.github.logconfig.evaluate.RecordSpace.OpenRule;
import io.github.logconfig.model.NamespaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Evaluates log ingest rules in the same way as Dynatrace's agents.
 *
 * <p>The first enabled rule that matches a record decides; a record that no rule matches is not
 * ingested. Rules are evaluated for one {@linkplain #evaluate record}, for all records of a
 * {@linkplain #verdict namespace}, and for all {@linkplain #otherNamespaces other namespaces}.
 *
 * <p>A verdict never states what is not known. A rule that could not be read, or that has an
 * attribute, an operator or a field that this version does not know, may match any record that its
 * other conditions allow; then the verdict is {@link Verdict#UNKNOWN} unless it is the same in any
 * case.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @since 0.1.0
 */
public final class RuleEvaluator {

  private RuleEvaluator() {}

  /**
   * Evaluates the rules for one record.
   *
   * @param chain the rules in evaluation order
   * @param record the record with all of its attributes
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
        mayBeIncluded |= candidate.includes() || !candidate.isReadable();
        mayBeExcluded |= !candidate.includes() || !candidate.isReadable();
      }
      if (match == Match.ALL) {
        return new Decision(
            verdict(mayBeIncluded, mayBeExcluded), Optional.of(candidate.source()), trace);
      }
    }
    return new Decision(verdict(mayBeIncluded, true), Optional.empty(), trace);
  }

  /**
   * Evaluates the rules for all records of one namespace, whatever their other attributes are.
   *
   * @param chains the rules in evaluation order
   * @param namespace the namespace
   */
  public static NamespaceVerdict verdict(PossibleChains chains, NamespaceName namespace) {
    return new ChainComparison(chains).of(namespace).after();
  }

  /** Evaluates the rules for all records of one namespace if all scopes are known. */
  public static NamespaceVerdict verdict(RuleChain chain, NamespaceName namespace) {
    return verdict(PossibleChains.of(chain), namespace);
  }

  /**
   * Evaluates the rules for all records with the given attributes, whatever their other ones are.
   *
   * @param chains the rules in evaluation order
   * @param known the attributes that all of the records have
   */
  public static NamespaceVerdict verdict(PossibleChains chains, LogRecord known) {
    return new ChainComparison(chains).of(known).after();
  }

  /**
   * Evaluates the rules for all records of all namespaces that no rule names literally and that are
   * not in {@code named}.
   *
   * @param chains the rules in evaluation order
   * @param named namespaces that are evaluated separately
   */
  public static NamespaceVerdict otherNamespaces(PossibleChains chains, Set<NamespaceName> named) {
    return new ChainComparison(chains).ofOtherNamespaces(named).after();
  }

  /**
   * Returns the enabled rules that this version does not know completely, in order. They may match
   * any record that their other conditions allow.
   */
  public static List<ScopedRule> notUnderstood(PossibleChains chains) {
    return chains.compiled().stream()
        .filter(rule -> rule.rule().enabled() && !rule.isUnderstood())
        .map(CompiledRule::source)
        .collect(Collectors.toList());
  }

  /** Returns the enabled rules of one chain that this version does not know completely. */
  public static List<ScopedRule> notUnderstood(RuleChain chain) {
    return notUnderstood(PossibleChains.of(chain));
  }

  /** Returns the rules that may match, the last of which may be certain to. */
  static List<OpenRule> open(RuleChain chain, LogRecord known) {
    List<OpenRule> open = new ArrayList<>();
    for (CompiledRule rule : chain.compiled()) {
      Match match = rule.match(known);
      if (match != Match.NONE) {
        open.add(new OpenRule(rule, rule.conditionsBeyond(known)));
      }
      if (match == Match.ALL) {
        break;
      }
    }
    return open;
  }

  private static Verdict verdict(boolean mayBeIncluded, boolean mayBeExcluded) {
    if (!mayBeIncluded) {
      return Verdict.NOT_INGESTED;
    }
    return mayBeExcluded ? Verdict.UNKNOWN : Verdict.INGESTED;
  }

  private static TraceEntry.Outcome outcome(CompiledRule candidate, Match match) {
    if (!candidate.rule().enabled() && candidate.isReadable()) {
      return TraceEntry.Outcome.DISABLED;
    }
    return switch (match) {
      case ALL -> TraceEntry.Outcome.MATCHED;
      case SOME -> TraceEntry.Outcome.MAY_MATCH;
      case NONE -> TraceEntry.Outcome.NO_MATCH;
    };
  }
}
