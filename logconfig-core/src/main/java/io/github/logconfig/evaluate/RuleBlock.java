package io.github.logconfig.evaluate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Successive rules of a chain, with an index of the namespaces that they name. Chains share blocks,
 * so that the rules of an environment are indexed once. Thread-safe: the index is constant.
 */
final class RuleBlock {

  /**
   * Up to this number, rules are tried one by one; beyond it, an index is used. The first rules of
   * a chain are a block of this size, because one of them often decides for most namespaces.
   */
  static final int FEW = 8;

  /** To index a value takes as long as to try about this fraction of a rule. */
  private static final double COST_OF_VALUE = 0.25;

  /**
   * @param unrestricted the rules that match namespaces whatever their names are
   * @param byName the values of the other rules
   */
  private record Index(BitSet unrestricted, ValueTable byName) {}

  private final List<CompiledRule> rules;
  private int tried;
  private int values = -1;
  private @Nullable Index index;

  RuleBlock(List<CompiledRule> rules) {
    this.rules = rules;
  }

  List<CompiledRule> rules() {
    return rules;
  }

  /**
   * The rules that can match records of a namespace, in order; no other rule does.
   *
   * @param named whether the namespace satisfies the first condition on it of each of the rules
   */
  record Candidates(List<CompiledRule> rules, boolean named) {}

  Candidates candidates(HashedText namespace) {
    Index known = index;
    if (known == null && rules.size() > FEW && isWorthIndexing()) {
      known = index();
      index = known;
    }
    if (known == null) {
      return new Candidates(rules, false);
    }
    BitSet numbers = known.byName().groupsMatching(namespace);
    numbers.or(known.unrestricted());
    List<CompiledRule> candidates = new ArrayList<>(numbers.cardinality());
    for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(i + 1)) {
      candidates.add(rules.get(i));
    }
    return new Candidates(candidates, true);
  }

  private boolean isWorthIndexing() {
    tried++;
    if (values < 0) {
      values =
          rules.stream()
              .flatMap(rule -> rule.conditionOnNamespace().stream())
              .mapToInt(condition -> condition.values().size())
              .sum();
    }
    return (double) tried * rules.size() > COST_OF_VALUE * values;
  }

  private Index index() {
    BitSet unrestricted = new BitSet();
    List<String> names = new ArrayList<>(values);
    int[] groups = new int[values];
    for (int i = 0; i < rules.size(); i++) {
      Optional<Condition> condition = rules.get(i).conditionOnNamespace();
      if (condition.isEmpty() || condition.get().wildcards().matchesEverything()) {
        unrestricted.set(i);
      } else {
        for (String value : condition.get().values()) {
          groups[names.size()] = i;
          names.add(value);
        }
      }
    }
    return new Index(unrestricted, new ValueTable(names, groups));
  }
}
