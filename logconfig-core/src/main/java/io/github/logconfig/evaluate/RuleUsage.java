package io.github.logconfig.evaluate;

import io.github.logconfig.evaluate.RecordSpace.Deciding;
import io.github.logconfig.evaluate.RecordSpace.OpenRule;
import io.github.logconfig.evaluate.RuleChain.Matching;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Determines which rules of a chain decide for at least one log record.
 *
 * <p>All records are considered: those of each namespace that a rule names, those of all other
 * namespaces, and those without a namespace, such as the logs of a host. The result is exact unless
 * a rule is not understood or the rules combine too many conditions; then it is {@link
 * Use#UNKNOWN}.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @since 0.1.0
 */
public final class RuleUsage {

  /** Whether a rule decides for at least one log record. */
  public enum Use {
    /** The rule decides for some records. */
    DECIDES,
    /** The rule decides for no record: it can be removed without any effect. */
    NEVER_DECIDES,
    /** Not known. */
    UNKNOWN
  }

  private final RuleChain chain;
  private final IdentityHashMap<CompiledRule, Integer> numbers = new IdentityHashMap<>();
  private final BitSet certain = new BitSet();
  private final BitSet possible = new BitSet();

  private RuleUsage(RuleChain chain) {
    this.chain = chain;
    chain.compiled().forEach(rule -> numbers.put(rule, numbers.size()));
  }

  /**
   * Returns whether each rule of a chain decides for at least one record.
   *
   * @param chain the rules in evaluation order
   * @return one value for each rule, in the same order; a disabled rule never decides
   */
  public static List<Use> of(RuleChain chain) {
    RuleUsage usage = new RuleUsage(chain);
    usage.evaluate();
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < usage.numbers.size(); i++) {
      if (usage.certain.get(i)) {
        uses.add(Use.DECIDES);
      } else {
        uses.add(usage.possible.get(i) ? Use.UNKNOWN : Use.NEVER_DECIDES);
      }
    }
    return uses;
  }

  /**
   * Returns the rules that decide instead of a rule that {@linkplain Use#NEVER_DECIDES never
   * decides}: those before it that decide for records which it matches.
   *
   * @param rules the rules in evaluation order
   * @param index the index of the rule that never decides
   * @return the rules in evaluation order; empty if the rule matches no record
   */
  public static List<ScopedRule> decidingInsteadOf(List<ScopedRule> rules, int index) {
    LogRule rule = rules.get(index).rule();
    Optional<Set<String>> names = namesOnly(rule);
    List<ScopedRule> candidates = new ArrayList<>();
    List<ScopedRule> narrowed = new ArrayList<>();
    for (ScopedRule other : rules.subList(0, index)) {
      Optional<Set<String>> ofOther = namesOnly(other.rule());
      boolean disjoint =
          names.isPresent()
              && ofOther.isPresent()
              && Collections.disjoint(names.get(), ofOther.get());
      if (!disjoint && new CompiledRule(other).isUnderstood()) {
        candidates.add(other);
        narrowed.add(new ScopedRule(other.scope(), both(other.rule(), rule)));
      }
    }
    List<Use> uses = of(new RuleChain(narrowed));
    List<ScopedRule> deciding = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (uses.get(i) != Use.NEVER_DECIDES) {
        deciding.add(candidates.get(i));
      }
    }
    return deciding;
  }

  /** Returns a rule that matches the records which both rules match. */
  private static LogRule both(LogRule rule, LogRule other) {
    return LogRule.builder().from(rule).addAllMatchers(other.matchers()).build();
  }

  /** Returns the namespaces of a rule that matches only namespaces which it names literally. */
  private static Optional<Set<String>> namesOnly(LogRule rule) {
    return new CompiledRule(new ScopedRule(RuleScope.ENVIRONMENT, rule))
        .conditionOnNamespace()
        .filter(condition -> condition.wildcards().all().isEmpty())
        .map(Condition::values);
  }

  private void evaluate() {
    Set<String> literals = new LinkedHashSet<>();
    for (CompiledRule rule : chain.compiled()) {
      for (Matcher matcher : rule.rule().matchers()) {
        if (Condition.of(matcher).isOnNamespace()) {
          matcher.values().stream().filter(it -> it.indexOf('*') < 0).forEach(literals::add);
        }
      }
    }
    Set<List<CompiledRule>> seen = new HashSet<>();
    for (String literal : literals) {
      if (!literal.isEmpty() && new WildcardPattern(literal).mayMatchNamespace()) {
        Matching matching = chain.matching(new HashedText(literal));
        if (seen.add(matching.rules())) {
          add(ChainComparison.open(matching), null);
        }
      }
    }
    add(ChainComparison.openToOthers(chain), literals);
    add(openWithoutNamespace(), null);
  }

  /** Returns the rules that match records without a namespace. */
  private List<OpenRule> openWithoutNamespace() {
    List<OpenRule> open = new ArrayList<>();
    for (CompiledRule rule : chain.compiled()) {
      if (rule.isReadable()
          && (!rule.rule().enabled()
              || rule.conditions().stream()
                  .anyMatch(it -> it.isOnNamespace() || it.isImpossible()))) {
        continue;
      }
      List<Condition> conditions = rule.isReadable() ? rule.conditionsBeyondNamespace() : List.of();
      open.add(new OpenRule(rule, conditions));
      if (conditions.isEmpty() && rule.isUnderstood()) {
        break;
      }
    }
    return open;
  }

  /** Agents on Windows ignore case in log sources, and any node may run Windows. */
  private void add(List<OpenRule> open, @Nullable Set<String> named) {
    count(open, RecordSpace.deciding(open, named, false));
    if (ChainComparison.dependsOnCase(open)) {
      count(open, RecordSpace.deciding(open, named, true));
    }
  }

  private void count(List<OpenRule> open, Deciding deciding) {
    for (int i = 0; i < open.size(); i++) {
      Integer number = numbers.get(open.get(i).rule());
      if (number != null) {
        certain.set(number, certain.get(number) || deciding.certain().get(i));
        possible.set(number, possible.get(number) || deciding.possible().get(i));
      }
    }
  }
}
