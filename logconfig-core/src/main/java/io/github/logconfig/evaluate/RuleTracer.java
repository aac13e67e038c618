package io.github.logconfig.evaluate;

import io.github.logconfig.evaluate.TraceEntry.Outcome;
import io.github.logconfig.model.NamespaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lists the rules that are evaluated for logs, up to the deciding one.
 *
 * <p>Only the given attributes of the logs are known. A rule with conditions on other attributes
 * may match some of the logs.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class RuleTracer {

  private final PossibleChains chains;
  private final boolean certain;

  /** Prepares the tracing of rules. Reuse a tracer for several namespaces. */
  public RuleTracer(PossibleChains chains) {
    this.chains = chains;
    this.certain = chains.possibilities().size() == 1;
  }

  /** Returns the rules that are evaluated for all logs of a namespace. */
  public List<TraceEntry> trace(NamespaceName namespace) {
    HashedText name = new HashedText(namespace.value());
    return trace(
        rule -> rule.matchNamespace(name, false),
        rule -> outcomeAlone(rule, LogRecord.ofNamespace(namespace)));
  }

  /**
   * Returns the rules that are evaluated for logs, in order. The last one matches all remaining
   * logs unless some logs match no rule. Rules of a scope that may not apply are uncertain.
   *
   * @param known the known attributes of the logs
   */
  public List<TraceEntry> trace(LogRecord known) {
    return trace(rule -> rule.match(known), rule -> outcomeAlone(rule, known));
  }

  private List<TraceEntry> trace(
      Function<CompiledRule, Match> match, Function<CompiledRule, Outcome> alone) {
    Function<CompiledRule, Outcome> outcomes = rule -> outcome(rule, match, alone);
    List<TraceEntry> trace = new ArrayList<>();
    boolean decided = false;
    for (PossibleChains.Possibility possibility : chains.possibilities()) {
      decided = addTo(trace, possibility.first(), outcomes, certain);
    }
    if (certain && decided) {
      return trace;
    }
    decided = addTo(trace, chains.target(), outcomes, true);
    if (!decided) {
      for (PossibleChains.Possibility possibility : chains.possibilities()) {
        decided = addTo(trace, possibility.between(), outcomes, certain) && certain;
      }
    }
    if (!decided) {
      decided = addTo(trace, chains.environment(), outcomes, true);
    }
    if (!decided) {
      chains.possibilities().forEach(it -> addTo(trace, it.last(), outcomes, certain));
    }
    return trace;
  }

  /** Adds the rules up to the first match. A match in a scope that may not apply is uncertain. */
  private static boolean addTo(
      List<TraceEntry> trace,
      RuleChain chain,
      Function<CompiledRule, Outcome> outcomes,
      boolean applies) {
    for (CompiledRule rule : chain.compiled()) {
      Outcome outcome = outcomes.apply(rule);
      boolean matched = outcome == Outcome.MATCHED;
      TraceEntry entry =
          new TraceEntry(rule.source(), matched && !applies ? Outcome.MAY_MATCH : outcome);
      if (applies || !trace.contains(entry)) {
        trace.add(entry);
      }
      if (matched) {
        return true;
      }
    }
    return false;
  }

  private static Outcome outcome(
      CompiledRule rule,
      Function<CompiledRule, Match> match,
      Function<CompiledRule, Outcome> alone) {
    if (!rule.rule().enabled()) {
      return Outcome.DISABLED;
    }
    return switch (match.apply(rule)) {
      case ALL -> Outcome.MATCHED;
      case NONE -> Outcome.NO_MATCH;
      case SOME -> alone.apply(rule);
    };
  }

  /** Conditions on attributes that are not given may cover every value, or none. */
  private static Outcome outcomeAlone(CompiledRule rule, LogRecord known) {
    NamespaceVerdict alone =
        RuleEvaluator.verdict(PossibleChains.of(new RuleChain(List.of(rule.source()))), known);
    if (alone.catchAll().isPresent()) {
      return Outcome.MATCHED;
    }
    boolean untouched = alone.decidedBy().isEmpty() && alone.verdict() == Verdict.NOT_INGESTED;
    return untouched ? Outcome.NO_MATCH : Outcome.MAY_MATCH;
  }
}
