package io.github.logconfig.evaluate;

import io.github.logconfig.evaluate.RuleBlock.Candidates;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

  private final List<RuleBlock> blocks;

  /**
   * Returns a chain of rules.
   *
   * @param rules the rules in evaluation order
   */
  public RuleChain(List<ScopedRule> rules) {
    this(
        Stream.of(
                rules.subList(0, Math.min(rules.size(), RuleBlock.FEW)),
                rules.subList(Math.min(rules.size(), RuleBlock.FEW), rules.size()))
            .filter(part -> !part.isEmpty())
            .map(part -> new RuleBlock(part.stream().map(CompiledRule::new).toList())));
  }

  private RuleChain(Stream<RuleBlock> blocks) {
    this.blocks = blocks.toList();
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
    return new RuleChain(parts.stream().flatMap(part -> part.blocks.stream()));
  }

  /** Returns the rules in evaluation order. */
  public List<ScopedRule> rules() {
    return compiled().stream().map(CompiledRule::source).toList();
  }

  /** Returns whether the chain has no rules. */
  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  List<CompiledRule> compiled() {
    return blocks.size() == 1
        ? blocks.get(0).rules()
        : blocks.stream().flatMap(block -> block.rules().stream()).toList();
  }

  /**
   * The rules that match records of a namespace, up to the first that matches all.
   *
   * @param decided whether the last rule matches all records
   */
  record Matching(List<CompiledRule> rules, boolean decided) {}

  Matching matching(HashedText namespace) {
    List<CompiledRule> matching = new ArrayList<>(1);
    for (RuleBlock block : blocks) {
      Candidates candidates = block.candidates(namespace);
      for (CompiledRule rule : candidates.rules()) {
        Match match = rule.matchNamespace(namespace, candidates.named());
        if (match != Match.NONE) {
          matching.add(rule);
        }
        if (match == Match.ALL) {
          return new Matching(matching, true);
        }
      }
    }
    return new Matching(matching, false);
  }

  /**
   * Returns the rules that match all records of a namespace, in evaluation order.
   *
   * @param namespace the namespace
   */
  public List<ScopedRule> matchingAll(NamespaceName namespace) {
    HashedText name = new HashedText(namespace.value());
    List<ScopedRule> matching = new ArrayList<>(1);
    for (RuleBlock block : blocks) {
      Candidates candidates = block.candidates(name);
      for (CompiledRule rule : candidates.rules()) {
        if (rule.matchNamespace(name, candidates.named()) == Match.ALL) {
          matching.add(rule.source());
        }
      }
    }
    return matching;
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
