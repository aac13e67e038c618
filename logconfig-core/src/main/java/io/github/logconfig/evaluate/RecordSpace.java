package io.github.logconfig.evaluate;

import io.github.logconfig.evaluate.ValueCells.Cell;
import io.github.logconfig.rule.Attribute;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates two rule lists, the observed one and the planned one, for all records that share some
 * attributes.
 *
 * <p>The records are divided into the {@linkplain ValueCells cells} of the attributes that the
 * rules use, and both lists are evaluated for each combination of cells. An attribute is divided
 * only when the next rule needs it, which keeps the work small for typical rules. The number of
 * combinations is bounded; beyond the bound the verdict is {@link Verdict#UNKNOWN}.
 *
 * <p>Not thread-safe; an instance is used for a single comparison.
 */
final class RecordSpace {

  private static final int MAX_LEAVES = 4_096;

  /** Limit on combinations of rules that may or may not match. */
  private static final int MAX_UNCERTAIN = 4;

  private static final int NO_MATCH = 0;

  /**
   * A rule with its conditions that are not decided yet. It matches if all of them are satisfied
   * and this version knows the rule completely.
   */
  record OpenRule(CompiledRule rule, List<Condition> conditions) {

    boolean isUniform(boolean includes) {
      return rule.isReadable() && rule.includes() == includes;
    }

    /** Returns whether this rule has the same effect on the records as another one. */
    boolean meansTheSameAs(OpenRule other) {
      return rule.includes() == other.rule.includes()
          && conditions.equals(other.conditions)
          && (rule.isUnderstood()
              ? other.rule.isUnderstood()
              : rule.source().equals(other.rule.source()));
    }
  }

  /** The possible results of evaluating one rule list for the records. */
  static final class Outcomes {
    private boolean mayBeIncluded;
    private boolean mayBeExcluded;
    private boolean isIncluded;
    private boolean isExcluded;
    private final BitSet deciding = new BitSet();
    private final BitSet certain = new BitSet();

    private void add(boolean includes, boolean certain) {
      mayBeIncluded |= includes;
      mayBeExcluded |= !includes;
      isIncluded |= includes && certain;
      isExcluded |= !includes && certain;
    }
  }

  private final Map<Attribute, Map<Condition, Integer>> numbers = new LinkedHashMap<>();
  private final Map<Attribute, ValueCells> cells = new HashMap<>();
  private final Map<Attribute, Cell> assigned = new HashMap<>();
  private final List<OpenRule> before;
  private final List<OpenRule> after;
  private final int[][] indexesBefore;
  private final int[][] indexesAfter;
  private final boolean ignoreCase;
  private final @Nullable Set<String> namedNamespaces;
  private final Outcomes outcomesBefore = new Outcomes();
  private final Outcomes outcomesAfter = new Outcomes();
  private final BitSet overruled = new BitSet();
  private Change stops = Change.NO;
  private Change starts = Change.NO;
  private boolean complete = true;
  private int leaves;

  private RecordSpace(
      List<OpenRule> before,
      List<OpenRule> after,
      boolean ignoreCase,
      @Nullable Set<String> namedNamespaces) {
    this.before = before;
    this.after = after;
    this.ignoreCase = ignoreCase;
    this.namedNamespaces = namedNamespaces;
    this.indexesBefore = indexes(before);
    this.indexesAfter = indexes(after);
  }

  /**
   * Compares the evaluation of two rule lists for the same records.
   *
   * @param named if not null, the records are those of all namespaces except these
   * @param windows whether the records were written on Windows
   */
  static Comparison compare(
      List<OpenRule> before, List<OpenRule> after, @Nullable Set<String> named, boolean windows) {
    if (before != after && meanTheSame(before, after)) {
      Comparison same = compare(after, after, named, windows);
      return Comparison.unchanged(same.after());
    }
    RecordSpace space = new RecordSpace(before, after, windows, named);
    space.decide(before, 0, new ArrayList<>(), false);
    return space.comparison();
  }

  /**
   * The rules that decide for some of the records, by index.
   *
   * @param certain those that decide whatever is not known
   * @param possible those that may decide; no other rule decides
   */
  record Deciding(BitSet certain, BitSet possible) {}

  /** Returns which rules decide for some of the records; see {@link #compare}. */
  static Deciding deciding(List<OpenRule> rules, @Nullable Set<String> named, boolean windows) {
    RecordSpace space = new RecordSpace(rules, rules, windows, named);
    space.decide(rules, 0, new ArrayList<>(), false);
    BitSet possible = space.outcomesBefore.deciding;
    if (!space.complete) {
      possible.set(0, rules.size());
    }
    return new Deciding(space.outcomesBefore.certain, possible);
  }

  private static boolean meanTheSame(List<OpenRule> before, List<OpenRule> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).meansTheSameAs(after.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Numbers the conditions of each attribute; equal conditions have one number. */
  private int[][] indexes(List<OpenRule> rules) {
    int[][] indexes = new int[rules.size()][];
    for (int i = 0; i < indexes.length; i++) {
      List<Condition> ofRule = rules.get(i).conditions();
      indexes[i] = new int[ofRule.size()];
      for (int j = 0; j < ofRule.size(); j++) {
        Condition condition = ofRule.get(j);
        Map<Condition, Integer> ofAttribute =
            numbers.computeIfAbsent(condition.attribute(), key -> new LinkedHashMap<>());
        indexes[i][j] = ofAttribute.computeIfAbsent(condition, key -> ofAttribute.size());
      }
    }
    return indexes;
  }

  /** A deciding rule. If it is uncertain, the next rule decides for records that do not match. */
  private record Decider(OpenRule rule, int index, boolean uncertain) {}

  private List<Decider> decidersBefore = List.of();

  private void decide(List<OpenRule> rules, int from, List<Decider> deciders, boolean isAfter) {
    int known = deciders.size();
    for (int i = from; i < rules.size(); i++) {
      OpenRule rule = rules.get(i);
      Condition open = null;
      boolean possible = true;
      int[] indexes = isAfter ? indexesAfter[i] : indexesBefore[i];
      for (int j = 0; j < indexes.length && possible; j++) {
        Condition condition = rule.conditions().get(j);
        Cell cell = assigned.get(condition.attribute());
        if (cell == null) {
          open = open == null ? condition : open;
        } else {
          possible = cell.satisfies(indexes[j]);
        }
      }
      if (!possible) {
        continue;
      }
      if (open != null) {
        divide(open.attribute(), rules, i, deciders, isAfter);
        truncate(deciders, known);
        return;
      }
      boolean uncertain = !rule.rule().isUnderstood();
      deciders.add(new Decider(rule, i, uncertain));
      if (!uncertain) {
        decided(deciders, isAfter);
        truncate(deciders, known);
        return;
      }
    }
    decided(deciders, isAfter);
    truncate(deciders, known);
  }

  private void divide(
      Attribute attribute,
      List<OpenRule> rules,
      int from,
      List<Decider> deciders,
      boolean isAfter) {
    ValueCells values = cells.computeIfAbsent(attribute, this::cellsOf);
    complete &= values.complete();
    for (Cell cell : values.cells()) {
      if (leaves > MAX_LEAVES) {
        complete = false;
        break;
      }
      assigned.put(attribute, cell);
      decide(rules, from, deciders, isAfter);
    }
    assigned.remove(attribute);
  }

  private ValueCells cellsOf(Attribute attribute) {
    List<Condition> all = List.copyOf(numbers.getOrDefault(attribute, Map.of()).keySet());
    Set<String> named = namedNamespaces;
    return named != null && attribute.equals(Attribute.K8S_NAMESPACE_NAME)
        ? ValueCells.ofOtherNamespaces(all, named)
        : ValueCells.of(attribute, all, ignoreCase && attribute.equals(Condition.LOG_SOURCE));
  }

  private static void truncate(List<Decider> deciders, int size) {
    deciders.subList(size, deciders.size()).clear();
  }

  private void decided(List<Decider> deciders, boolean isAfter) {
    if (isAfter) {
      addLeaf(decidersBefore, deciders);
    } else if (before == after) {
      addLeaf(deciders, deciders);
    } else {
      List<Decider> outer = decidersBefore;
      decidersBefore = List.copyOf(deciders);
      decide(after, 0, new ArrayList<>(), true);
      decidersBefore = outer;
    }
  }

  private void addLeaf(List<Decider> first, List<Decider> second) {
    leaves++;
    boolean exists = assigned.values().stream().allMatch(Cell::certain);
    if (exists && !first.isEmpty() && !first.get(0).uncertain()) {
      outcomesBefore.certain.set(first.get(0).index());
    }
    List<Object> uncertain = uncertain(first, second);
    if (uncertain.size() > MAX_UNCERTAIN) {
      complete = false;
      return;
    }
    Set<Boolean> resultsBefore = new LinkedHashSet<>();
    Set<Boolean> resultsAfter = new LinkedHashSet<>();
    Set<Boolean> stopping = new LinkedHashSet<>();
    Set<Boolean> starting = new LinkedHashSet<>();
    int combinations = (int) Math.pow(3, uncertain.size());
    for (int combination = 0; combination < combinations; combination++) {
      Map<Object, Integer> matches = new HashMap<>();
      int rest = combination;
      for (Object condition : uncertain) {
        matches.put(condition, rest % 3);
        rest /= 3;
      }
      int deciderBefore = decider(first, matches, outcomesBefore);
      int deciderAfter = decider(second, matches, outcomesAfter);
      boolean includedBefore = isIncluded(before, deciderBefore, matches);
      boolean includedAfter = isIncluded(after, deciderAfter, matches);
      if (includedBefore != includedAfter && deciderBefore >= 0) {
        overruled.set(deciderBefore);
      }
      resultsBefore.add(includedBefore);
      resultsAfter.add(includedAfter);
      stopping.add(includedBefore && !includedAfter);
      starting.add(!includedBefore && includedAfter);
    }
    resultsBefore.forEach(it -> outcomesBefore.add(it, exists && resultsBefore.size() == 1));
    resultsAfter.forEach(it -> outcomesAfter.add(it, exists && resultsAfter.size() == 1));
    stops = stops.or(change(stopping, exists));
    starts = starts.or(change(starting, exists));
  }

  private static Change change(Set<Boolean> happens, boolean exists) {
    if (!happens.contains(true)) {
      return Change.NO;
    }
    return happens.size() == 1 && exists ? Change.YES : Change.MAYBE;
  }

  private static List<Object> uncertain(List<Decider> first, List<Decider> second) {
    if (first.stream().noneMatch(Decider::uncertain)
        && second.stream().noneMatch(Decider::uncertain)) {
      return List.of();
    }
    Set<Object> uncertain = new LinkedHashSet<>();
    for (Decider decider : first) {
      if (decider.uncertain()) {
        uncertain.add(decider.rule().rule().unknownPart());
      }
    }
    for (Decider decider : second) {
      if (decider.uncertain()) {
        uncertain.add(decider.rule().rule().unknownPart());
      }
    }
    return List.copyOf(uncertain);
  }

  /**
   * Returns the index of the rule that decides, or -1. {@code matches} is 0 if the unknown part of
   * a rule does not match. Otherwise it matches, and 1 means that an unreadable rule includes.
   */
  private static int decider(
      List<Decider> deciders, Map<Object, Integer> matches, Outcomes outcomes) {
    for (Decider decider : deciders) {
      Object unknown = decider.rule().rule().unknownPart();
      if (!decider.uncertain() || matches.getOrDefault(unknown, NO_MATCH) != NO_MATCH) {
        outcomes.deciding.set(decider.index());
        return decider.index();
      }
    }
    return -1;
  }

  private static boolean isIncluded(
      List<OpenRule> rules, int decider, Map<Object, Integer> matches) {
    if (decider < 0) {
      return false;
    }
    CompiledRule rule = rules.get(decider).rule();
    return rule.isReadable()
        ? rule.includes()
        : matches.getOrDefault(rule.unknownPart(), NO_MATCH) == 1;
  }

  private Comparison comparison() {
    return new Comparison(
        verdict(outcomesBefore, before),
        verdict(outcomesAfter, after),
        complete || before == after ? stops : stops.or(Change.MAYBE),
        complete || before == after ? starts : starts.or(Change.MAYBE),
        overruled());
  }

  /** If not all records were evaluated, any rule may decide about records that change. */
  private List<ScopedRule> overruled() {
    List<ScopedRule> rules = new ArrayList<>();
    for (int i = 0; i < before.size() && before != after; i++) {
      if (overruled.get(i) || !complete) {
        rules.add(before.get(i).rule().source());
      }
    }
    return rules;
  }

  private NamespaceVerdict verdict(Outcomes outcomes, List<OpenRule> rules) {
    List<ScopedRule> deciding = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (outcomes.deciding.get(i) || !complete) {
        deciding.add(rules.get(i).rule().source());
      }
    }
    Verdict verdict = verdict(outcomes, complete, rules);
    return new NamespaceVerdict(
        verdict,
        deciding,
        last(rules).filter(deciding::contains),
        verdict == Verdict.UNKNOWN ? doubts(outcomes, rules) : List.of());
  }

  private static Optional<ScopedRule> last(List<OpenRule> rules) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    OpenRule last = rules.get(rules.size() - 1);
    return last.conditions().isEmpty() && last.rule().isUnderstood()
        ? Optional.of(last.rule().source())
        : Optional.empty();
  }

  private static Verdict verdict(Outcomes outcomes, boolean complete, List<OpenRule> rules) {
    if (outcomes.isIncluded && outcomes.isExcluded) {
      return Verdict.PARTLY;
    }
    if (!complete) {
      boolean nothing = rules.stream().allMatch(rule -> rule.isUniform(false));
      return nothing ? Verdict.NOT_INGESTED : everything(rules);
    }
    if (!outcomes.mayBeIncluded) {
      return Verdict.NOT_INGESTED;
    }
    return outcomes.mayBeExcluded ? Verdict.UNKNOWN : Verdict.INGESTED;
  }

  private static Verdict everything(List<OpenRule> rules) {
    boolean everything =
        last(rules).isPresent() && rules.stream().allMatch(rule -> rule.isUniform(true));
    return everything ? Verdict.INGESTED : Verdict.UNKNOWN;
  }

  private List<Doubt> doubts(Outcomes outcomes, List<OpenRule> rules) {
    List<Doubt> doubts = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      CompiledRule rule = rules.get(i).rule();
      if (outcomes.deciding.get(i) && !rule.isUnderstood()) {
        Doubt.Cause cause =
            rule.isReadable() ? Doubt.Cause.UNKNOWN_CONDITION : Doubt.Cause.UNREADABLE_RULE;
        doubts.add(new Doubt(cause, Optional.of(rule.source())));
      }
    }
    if (doubts.isEmpty()) {
      doubts.add(new Doubt(Doubt.Cause.TOO_COMPLEX, Optional.empty()));
    }
    return doubts;
  }
}
