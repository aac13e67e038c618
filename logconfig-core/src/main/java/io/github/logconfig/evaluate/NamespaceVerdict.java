package io.github.logconfig.evaluate;

import io.github.logconfig.model.RuleAction;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a set of records, for example all those of one namespace, whatever their other
 * attributes are.
 *
 * @param ingestion whether they are ingested
 * @param decidedBy the rules that may decide, in the order in which they are tried; empty if no
 *     rule matches
 * @param takesTheRest the last of them, if it takes every record that none before it took; empty if
 *     some records may match no rule at all
 * @since 0.1.0
 */
public record NamespaceVerdict(
    Ingestion ingestion, List<ScopedRule> decidedBy, Optional<ScopedRule> takesTheRest) {

  /**
   * Copies the rules.
   *
   * @param ingestion as told above
   * @param decidedBy as told above
   * @param takesTheRest as told above
   */
  public NamespaceVerdict {
    decidedBy = List.copyOf(decidedBy);
  }

  /**
   * The rules that may decide and do this.
   *
   * @param action what they do
   * @return the rules, in the order in which they are tried
   */
  public List<ScopedRule> decidedBy(RuleAction action) {
    return decidedBy.stream().filter(it -> it.rule().action() == action).toList();
  }
}
