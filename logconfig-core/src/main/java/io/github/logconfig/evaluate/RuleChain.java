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
 * <p>A chain compiles its rules when they are first asked, and keeps them so; one that is asked
 * often should be kept. {@linkplain #of(List) Chains of chains} share that work.
 *
 * <p><b>Thread safety:</b> immutable as far as can be seen, and thread-safe.
 *
 * @since 0.1.0
 */
public final class RuleChain {

  private final List<CompiledRule> compiled;

  /**
   * A chain of these rules.
   *
   * @param rules the rules, the one to try first at the front
   */
  public RuleChain(List<ScopedRule> rules) {
    List<CompiledRule> all = new ArrayList<>(rules.size());
    for (ScopedRule rule : rules) {
      all.add(new CompiledRule(rule));
    }
    this.compiled = all;
  }

  private RuleChain(Collection<RuleChain> parts) {
    List<CompiledRule> all = new ArrayList<>();
    for (RuleChain part : parts) {
      all.addAll(part.compiled);
    }
    this.compiled = all;
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
                rules.add(ScopedRule.of(rule));
              }
            });
    return new RuleChain(rules);
  }

  /**
   * The chain through some chains, one behind the other.
   *
   * @param parts the chains, the one to try first at the front
   * @return all their rules
   */
  public static RuleChain of(List<RuleChain> parts) {
    return new RuleChain((Collection<RuleChain>) parts);
  }

  /**
   * The rules of the chain.
   *
   * @return the rules, the one to try first at the front
   */
  public List<ScopedRule> rules() {
    return compiled.stream().map(CompiledRule::source).toList();
  }

  /**
   * Whether there is no rule at all.
   *
   * @return true if nothing is ever decided
   */
  public boolean isEmpty() {
    return compiled.isEmpty();
  }

  List<CompiledRule> compiled() {
    return compiled;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleChain that && rules().equals(that.rules());
  }

  @Override
  public int hashCode() {
    return rules().hashCode();
  }

  @Override
  public String toString() {
    return "RuleChain" + rules();
  }
}
