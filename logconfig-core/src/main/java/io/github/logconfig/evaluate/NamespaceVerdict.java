package io.github.logconfig.evaluate;

import io.github.logconfig.rule.RuleAction;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on a set of records, for example all records of a namespace.
 *
 * @param verdict whether the records are ingested
 * @param decidedBy the rules that decide for some of the records, in evaluation order; empty if no
 *     rule matches
 * @param catchAll the last of them, if it matches every record that no rule before it matches;
 *     empty if some records may match no rule
 * @param doubts why the verdict is {@link Verdict#UNKNOWN}; empty otherwise
 * @since 0.1.0
 */
public record NamespaceVerdict(
    Verdict verdict,
    List<ScopedRule> decidedBy,
    Optional<ScopedRule> catchAll,
    List<Doubt> doubts) {

  /** Copies the lists. */
  public NamespaceVerdict {
    decidedBy = List.copyOf(decidedBy);
    doubts = List.copyOf(doubts);
  }

  /** Returns the rules that decide and have this action, in evaluation order. */
  public List<ScopedRule> decidedBy(RuleAction action) {
    return decidedBy.stream().filter(it -> it.rule().action() == action).toList();
  }
}
