package io.github.logconfig.evaluate;

import io.github.logconfig.rule.RuleAction;
import java.util.List;
import java.util.Optional;

/**
 * The evaluation result for one log record, with its trace.
 *
 * @param verdict whether the record is ingested; {@link Verdict#UNKNOWN} if a rule that this
 *     version does not know may decide differently from the first one that matches
 * @param decidedBy the rule that matched first for certain; empty if none matched, and then nothing
 *     is ingested
 * @param trace all rules that were evaluated, in order: disabled rules, rules that did not match,
 *     rules that may match, and finally the deciding rule
 * @since 0.1.0
 */
public record Decision(Verdict verdict, Optional<ScopedRule> decidedBy, List<TraceEntry> trace) {

  /** Copies the trace. */
  public Decision {
    trace = List.copyOf(trace);
  }

  /**
   * Returns whether the deciding rule includes the record. Rules that this version does not know
   * are ignored; use {@link #verdict} to take them into account.
   */
  public boolean ingested() {
    return decidedBy.map(it -> it.rule().action() == RuleAction.INCLUDE).orElse(false);
  }

  /**
   * Returns the rules that were evaluated before the deciding rule, in order, including disabled
   * ones.
   */
  public List<ScopedRule> passed() {
    return trace.stream()
        .filter(entry -> entry.outcome() != TraceEntry.Outcome.MATCHED)
        .map(TraceEntry::rule)
        .toList();
  }
}
