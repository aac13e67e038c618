package io.github.logconfig.evaluate;

import io.github.logconfig.model.RuleAction;
import java.util.List;
import java.util.Optional;

/**
 * What happens to one log record, and why.
 *
 * @param verdict whether the record is ingested; {@link Verdict#UNKNOWN} if a rule that this
 *     version does not understand may decide otherwise than the first one that matches
 * @param decidedBy the rule that matched first for certain; empty if none matched, and then nothing
 *     is ingested
 * @param trace all rules that the record came to, in their order: disabled ones, those that did not
 *     match, those that may match, and at the end the one that decided
 * @since 0.1.0
 */
public record Decision(Verdict verdict, Optional<ScopedRule> decidedBy, List<TraceEntry> trace) {

  /** Copies the trace. */
  public Decision {
    trace = List.copyOf(trace);
  }

  /**
   * Whether the record is sent to Dynatrace, as far as this version knows the rules.
   *
   * @return true if the rule that decides includes
   */
  public boolean ingested() {
    return decidedBy.map(it -> it.rule().action() == RuleAction.INCLUDE).orElse(false);
  }

  /**
   * The rules that were tried before the one that decides and did not match for certain.
   *
   * @return the rules in their order, disabled ones included
   */
  public List<ScopedRule> passed() {
    return trace.stream()
        .filter(entry -> entry.outcome() != TraceEntry.Outcome.MATCHED)
        .map(TraceEntry::rule)
        .toList();
  }
}
