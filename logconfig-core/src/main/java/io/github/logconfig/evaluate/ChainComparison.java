package io.github.logconfig.evaluate;

import io.github.logconfig.evaluate.RecordSpace.OpenRule;
import io.github.logconfig.evaluate.RuleChain.Matching;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Compares the evaluation of records before and after a change of the rules.
 *
 * <p>Not thread-safe: results are cached, because many namespaces match the same rules.
 *
 * @since 0.1.0
 */
public final class ChainComparison {

  private final PossibleChains before;
  private final PossibleChains after;
  private final List<RuleChain> chainsBefore;
  private final List<RuleChain> chainsAfter;
  private final boolean unchanged;
  private final Map<List<Matching>, Comparison> known = new HashMap<>();

  /**
   * Prepares a comparison.
   *
   * @param before the observed rules
   * @param after the rules after the change, with the same possibilities in the same order
   */
  public ChainComparison(PossibleChains before, PossibleChains after) {
    if (before.possibilities().size() != after.possibilities().size()) {
      throw new IllegalArgumentException("the possibilities differ before and after the change");
    }
    this.before = before;
    this.after = after;
    this.chainsBefore = before.chains();
    this.unchanged = false;
    this.chainsAfter = after.chains();
  }

  /** Prepares a comparison of rules that do not change. */
  public ChainComparison(PossibleChains unchanged) {
    this.before = unchanged;
    this.after = unchanged;
    this.chainsBefore = unchanged.chains();
    this.chainsAfter = chainsBefore;
    this.unchanged = true;
  }

  /** Compares for all records of a namespace. */
  public Comparison of(NamespaceName namespace) {
    HashedText name = new HashedText(namespace.value());
    return joined((first, second) -> ofNamespace(first, second, name));
  }

  /** Compares for all records that have some attributes, whatever their other ones are. */
  public Comparison of(LogRecord record) {
    boolean windows = record.system() == OperatingSystem.WINDOWS;
    return joined(
        (first, second) -> {
          List<OpenRule> openBefore = RuleEvaluator.open(first, record);
          List<OpenRule> openAfter = unchanged ? openBefore : RuleEvaluator.open(second, record);
          return RecordSpace.compare(openBefore, openAfter, null, windows);
        });
  }

  /**
   * Compares for all records of all namespaces that no rule names literally and that are not in
   * {@code named}.
   */
  public Comparison ofOtherNamespaces(Set<NamespaceName> named) {
    Set<String> names = new HashSet<>();
    named.forEach(namespace -> names.add(namespace.value()));
    addLiterals(before, names);
    addLiterals(after, names);
    return joined(
        (first, second) -> {
          List<OpenRule> openBefore = openToOthers(first);
          List<OpenRule> openAfter = unchanged ? openBefore : openToOthers(second);
          return compare(openBefore, openAfter, names);
        });
  }

  private Comparison joined(BiFunction<RuleChain, RuleChain, Comparison> one) {
    Comparison joined = null;
    for (int i = 0; i < chainsBefore.size(); i++) {
      Comparison comparison = one.apply(chainsBefore.get(i), chainsAfter.get(i));
      joined =
          joined == null
              ? comparison
              : joined.inOneOf(comparison, before.possibilities().get(i).doubts());
    }
    if (joined == null) {
      throw new IllegalStateException("there is at least one possibility");
    }
    return joined;
  }

  private Comparison ofNamespace(RuleChain first, RuleChain second, HashedText name) {
    Matching matchingBefore = first.matching(name);
    Matching matchingAfter = unchanged ? matchingBefore : second.matching(name);
    Optional<NamespaceVerdict> plainBefore = plainVerdict(matchingBefore);
    Optional<NamespaceVerdict> plainAfter = unchanged ? plainBefore : plainVerdict(matchingAfter);
    if (plainBefore.isPresent() && plainAfter.isPresent()) {
      return plain(plainBefore.get(), plainAfter.get());
    }
    return known.computeIfAbsent(
        List.of(matchingBefore, matchingAfter),
        key -> {
          List<OpenRule> openBefore = open(matchingBefore);
          List<OpenRule> openAfter = unchanged ? openBefore : open(matchingAfter);
          return compare(openBefore, openAfter, null);
        });
  }

  private static Comparison plain(NamespaceVerdict before, NamespaceVerdict after) {
    boolean was = before.verdict() == Verdict.INGESTED;
    boolean is = after.verdict() == Verdict.INGESTED;
    return new Comparison(
        before,
        after,
        was && !is ? Change.YES : Change.NO,
        !was && is ? Change.YES : Change.NO,
        was != is ? before.decidedBy() : List.of());
  }

  /** Returns the verdict if only the namespace matters, which is the common case. */
  private static Optional<NamespaceVerdict> plainVerdict(Matching matching) {
    if (matching.rules().isEmpty()) {
      return Optional.of(NONE);
    }
    return matching.rules().size() == 1 && matching.decided()
        ? Optional.of(matching.rules().get(0).alone())
        : Optional.empty();
  }

  private static final NamespaceVerdict NONE =
      new NamespaceVerdict(Verdict.NOT_INGESTED, List.of(), Optional.empty(), List.of());

  static List<OpenRule> open(Matching matching) {
    return matching.rules().stream()
        .map(rule -> new OpenRule(rule, rule.conditionsBeyondNamespace()))
        .toList();
  }

  static List<OpenRule> openToOthers(RuleChain chain) {
    List<OpenRule> open = new ArrayList<>();
    for (CompiledRule rule : chain.compiled()) {
      List<Condition> conditions = rule.conditionsOnOtherNamespaces();
      if (conditions != null) {
        open.add(new OpenRule(rule, conditions));
        if (conditions.isEmpty() && rule.isUnderstood()) {
          break;
        }
      }
    }
    return open;
  }

  /** Agents on Windows ignore case in log sources, and any node may run Windows. */
  private static Comparison compare(
      List<OpenRule> before, List<OpenRule> after, @Nullable Set<String> named) {
    Comparison comparison = RecordSpace.compare(before, after, named, false);
    if (!dependsOnCase(before) && !dependsOnCase(after)) {
      return comparison;
    }
    return comparison.inOneOf(
        RecordSpace.compare(before, after, named, true),
        List.of(new Doubt(Doubt.Cause.OPERATING_SYSTEM, Optional.empty())));
  }

  static boolean dependsOnCase(List<OpenRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.conditions().stream())
        .filter(condition -> condition.attribute().equals(Condition.LOG_SOURCE))
        .flatMap(condition -> condition.values().stream())
        .anyMatch(value -> !value.equals(value.toLowerCase(Locale.ROOT)));
  }

  private static void addLiterals(PossibleChains chains, Set<String> names) {
    for (ScopedRule rule : chains.rules()) {
      rule.rule().matchers().stream()
          .filter(matcher -> matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME))
          .flatMap(matcher -> matcher.values().stream())
          .filter(value -> value.indexOf('*') < 0)
          .forEach(names::add);
    }
  }
}
