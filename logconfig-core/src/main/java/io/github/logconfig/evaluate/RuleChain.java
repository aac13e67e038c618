package io.github.logconfig.evaluate;

import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * All rules that apply to the records of one cluster, in evaluation order.
 *
 * <p>A chain compiles its rules on first use and keeps the result. Reuse a chain that is evaluated
 * often. {@linkplain #of(List) Concatenated chains} share the compiled rules.
 *
 * <p><b>Thread safety:</b> effectively immutable, and thread-safe.
 *
 * @since 0.1.0
 */
public final class RuleChain {

  private final List<CompiledRule> compiled;

  /**
   * Returns a chain of rules.
   *
   * @param rules the rules in evaluation order
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
   * Returns the chain of some scopes of an environment, narrow scopes first.
   *
   * @param observed the rules of the environment
   * @param scopes the scopes that the records belong to, in any order
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
   * Returns the concatenation of chains.
   *
   * @param parts the chains in evaluation order
   */
  public static RuleChain of(List<RuleChain> parts) {
    return new RuleChain((Collection<RuleChain>) parts);
  }

  /** Returns the rules in evaluation order. */
  public List<ScopedRule> rules() {
    return compiled.stream().map(CompiledRule::source).toList();
  }

  /** Returns whether the chain has no rules. */
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
