package io.github.logconfig.evaluate;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All log records, divided into classes that the given rules cannot distinguish.
 *
 * <p>A set of records is a {@link BitSet} of classes, so that many orders of the same rules can be
 * evaluated fast and exactly. Whether the unknown part of a rule matches is treated like one more
 * attribute of the records.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class RecordClasses {

  private static final int MAX_CLASSES = 1 << 16;

  /** Values of an unknown part: it does not match, or it does; 1 also means "includes". */
  private static final List<BitSet> UNKNOWN = List.of(new BitSet(), new BitSet(), new BitSet());

  /**
   * One attribute of the records.
   *
   * @param values the conditions that each value satisfies
   * @param block number of successive classes that have the same value
   */
  private record Dimension(Map<Condition, Integer> conditions, List<BitSet> values, int block) {

    int valueOf(int record) {
      return record / block % values.size();
    }

    boolean satisfies(int record, Condition condition) {
      return values.get(valueOf(record)).get(conditions.getOrDefault(condition, -1));
    }
  }

  /** The records that a rule includes or excludes if no rule before it decides. */
  private record Matching(BitSet included, BitSet excluded) {}

  private final List<SortedSet<NamespaceName>> namespaces = new ArrayList<>();
  private final Map<Object, Dimension> dimensions = new LinkedHashMap<>();
  private final IdentityHashMap<LogRule, Matching> matching = new IdentityHashMap<>();
  private int size = 1;

  private RecordClasses() {}

  /**
   * Divides the records.
   *
   * @param rules all rules that will be evaluated
   * @param separate namespaces whose records are in no class with those of other namespaces
   * @return the classes; empty if the rules combine too many conditions
   */
  public static Optional<RecordClasses> of(
      Collection<ScopedRule> rules, Set<NamespaceName> separate) {
    RecordClasses classes = new RecordClasses();
    return classes.divide(rules.stream().map(CompiledRule::new).toList(), separate)
        ? Optional.of(classes)
        : Optional.empty();
  }

  /** Returns the records of namespaces that were kept separate. */
  public BitSet recordsOf(Set<NamespaceName> separate) {
    BitSet records = new BitSet();
    for (int i = 0; i < size; i++) {
      SortedSet<NamespaceName> names = namespaces.get(i % namespaces.size());
      records.set(i, !names.isEmpty() && separate.contains(names.first()));
    }
    return records;
  }

  /** Returns the namespaces of records, as far as a rule names them or they are separate. */
  public SortedSet<NamespaceName> namespacesOf(BitSet records) {
    SortedSet<NamespaceName> names = new TreeSet<>();
    records.stream().forEach(i -> names.addAll(namespaces.get(i % namespaces.size())));
    return names;
  }

  /** Returns whether some of the records belong to other namespaces. */
  public boolean hasOtherNamespaces(BitSet records) {
    return records.stream().anyMatch(i -> namespaces.get(i % namespaces.size()).isEmpty());
  }

  /**
   * Evaluates rules.
   *
   * @param chains the rules, all of them among the given ones
   * @return the records that are ingested, for each possibility
   */
  public List<BitSet> ingested(PossibleChains chains) {
    return chains.chains().stream().map(this::ingested).toList();
  }

  private BitSet ingested(RuleChain chain) {
    BitSet undecided = new BitSet();
    undecided.set(0, size);
    BitSet ingested = new BitSet();
    for (CompiledRule rule : chain.compiled()) {
      Matching of = matching.computeIfAbsent(rule.rule(), key -> matching(rule));
      BitSet included = (BitSet) of.included().clone();
      included.and(undecided);
      ingested.or(included);
      undecided.andNot(of.included());
      undecided.andNot(of.excluded());
    }
    return ingested;
  }

  private Matching matching(CompiledRule rule) {
    Matching matching = new Matching(new BitSet(), new BitSet());
    Dimension unknown = rule.isUnderstood() ? null : dimensions.get(rule.unknownPart());
    for (int i = 0; i < size; i++) {
      int part = unknown == null ? 1 : unknown.valueOf(i);
      if (part != 0 && mayMatch(rule, i)) {
        boolean includes = rule.isReadable() ? rule.includes() : part == 1;
        (includes ? matching.included() : matching.excluded()).set(i);
      }
    }
    return matching;
  }

  private boolean mayMatch(CompiledRule rule, int record) {
    if (!rule.isReadable() || !rule.rule().enabled()) {
      return !rule.isReadable();
    }
    for (Condition condition : rule.conditions()) {
      Dimension dimension = dimensions.get(condition.attribute());
      if (condition.understood() && dimension != null && !dimension.satisfies(record, condition)) {
        return false;
      }
    }
    return true;
  }

  // division

  private boolean divide(List<CompiledRule> rules, Set<NamespaceName> separate) {
    Map<Attribute, Set<Condition>> conditions = new LinkedHashMap<>();
    conditions.put(Attribute.K8S_NAMESPACE_NAME, new LinkedHashSet<>());
    Set<Object> unknownParts = new LinkedHashSet<>();
    for (CompiledRule rule : rules) {
      if (!rule.isUnderstood()) {
        unknownParts.add(rule.unknownPart());
      }
      for (Condition condition : rule.conditions()) {
        if (condition.understood()) {
          conditions
              .computeIfAbsent(condition.attribute(), key -> new LinkedHashSet<>())
              .add(condition);
        }
      }
    }
    boolean complete = true;
    for (Map.Entry<Attribute, Set<Condition>> entry : conditions.entrySet()) {
      Attribute attribute = entry.getKey();
      List<Condition> all = List.copyOf(entry.getValue());
      boolean onNamespace = attribute.equals(Attribute.K8S_NAMESPACE_NAME);
      complete &= onNamespace ? addNamespaces(all, separate) : addAttribute(attribute, all);
    }
    for (Object part : unknownParts) {
      complete &= add(part, List.of(), UNKNOWN);
    }
    return complete;
  }

  /** Agents on Windows ignore case in log sources, so each source is there for both systems. */
  private boolean addAttribute(Attribute attribute, List<Condition> conditions) {
    ValueCells cells = ValueCells.of(attribute, conditions, false);
    List<BitSet> values = new ArrayList<>();
    cells.cells().forEach(cell -> values.add(cell.satisfied()));
    boolean complete = cells.complete();
    if (attribute.equals(Condition.LOG_SOURCE)) {
      ValueCells onWindows = ValueCells.of(attribute, conditions, true);
      onWindows.cells().forEach(cell -> values.add(cell.satisfied()));
      complete &= onWindows.complete();
    }
    return add(attribute, conditions, values) && complete;
  }

  private boolean addNamespaces(List<Condition> conditions, Set<NamespaceName> separate) {
    Set<String> literals = new LinkedHashSet<>();
    separate.forEach(name -> literals.add(name.value()));
    conditions.stream()
        .flatMap(condition -> condition.values().stream())
        .filter(value -> value.indexOf('*') < 0)
        .filter(value -> new WildcardPattern(value).mayMatchNamespace() && !value.isEmpty())
        .forEach(literals::add);
    Map<List<Object>, SortedSet<NamespaceName>> named = new LinkedHashMap<>();
    List<BitSet> values = new ArrayList<>();
    for (String literal : literals) {
      NamespaceName name = new NamespaceName(literal);
      HashedText text = new HashedText(literal);
      BitSet satisfied = new BitSet();
      for (int i = 0; i < conditions.size(); i++) {
        satisfied.set(i, conditions.get(i).matches(text));
      }
      named
          .computeIfAbsent(
              List.of(satisfied, separate.contains(name)),
              key -> {
                values.add(satisfied);
                SortedSet<NamespaceName> names = new TreeSet<>();
                namespaces.add(names);
                return names;
              })
          .add(name);
    }
    ValueCells others = ValueCells.ofOtherNamespaces(conditions, literals);
    for (ValueCells.Cell cell : others.cells()) {
      values.add(cell.satisfied());
      namespaces.add(new TreeSet<>());
    }
    return add(Attribute.K8S_NAMESPACE_NAME, conditions, values) && others.complete();
  }

  private boolean add(Object key, List<Condition> conditions, List<BitSet> values) {
    Map<Condition, Integer> numbers = new HashMap<>();
    conditions.forEach(condition -> numbers.put(condition, numbers.size()));
    dimensions.put(key, new Dimension(numbers, values, size));
    if (values.size() > MAX_CLASSES / size) {
      return false;
    }
    size *= values.size();
    return true;
  }
}
