package io.github.logconfig.evaluate;

import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * All rules that a record of one cluster passes, in the order in which they are tried.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param rules the rules, the one to try first at the front
 * @since 0.1.0
 */
public record RuleChain(List<ScopedRule> rules) {

  /**
   * Copies the rules.
   *
   * @param rules as told above
   */
  public RuleChain {
    rules = List.copyOf(rules);
  }

  /**
   * The chain through some scopes of an environment, narrow scopes first.
   *
   * @param observed what the environment holds
   * @param scopes the scopes that the records belong to, in any order
   * @return their rules, in the order in which they are tried
   */
  public static RuleChain of(ObservedState observed, Collection<RuleScope> scopes) {
    List<ScopedRule> rules = new ArrayList<>();
    scopes.stream()
        .distinct()
        .sorted(Comparator.comparing(RuleScope::kind).thenComparing(RuleScope::id))
        .forEach(
            scope -> {
              for (ObservedRule rule : observed.rulesIn(scope)) {
                rules.add(new ScopedRule(scope, rule.rule()));
              }
            });
    return new RuleChain(rules);
  }
}
