package io.github.logconfig.plan;

import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All records that the rules of a {@link SmallWorld} can tell apart, and what rules do with them:
 * plain enumeration, without any reasoning about rules.
 *
 * <p>Every attribute takes all short strings of the letters that occur in the rules, and of one
 * that does not. It may also be absent. Of values that all matchers treat alike, one is kept.
 *
 * <p>A condition that this version does not understand may match any set of records. Each record is
 * therefore present once for each combination of unknown conditions that it may satisfy. These are
 * the <em>variants</em> of the record.
 */
final class RecordUniverse {

  private static final Set<String> SEVERAL_VALUES =
      Set.of(
          "k8s.pod.label",
          "k8s.pod.annotation",
          "host.tag",
          "process.technology",
          "winlog.keywords");
  private static final List<String> NAMESPACES = namespaceNames();
  private static final Map<String, Integer> INDEX_OF_NAMESPACE = new HashMap<>();

  static {
    NAMESPACES.forEach(name -> INDEX_OF_NAMESPACE.put(name, INDEX_OF_NAMESPACE.size()));
  }

  private static final List<String> VALUES = words("abx", 4);
  private static final List<String> LOG_SOURCES = words("aAbBx", 4);
  private static final Map<String, BitSet> MATCHING = new ConcurrentHashMap<>();

  private final List<String> namespaces = new ArrayList<>();
  private final int named;
  private final Map<Matcher, boolean[]> byNamespace = new LinkedHashMap<>();
  private final Map<Matcher, boolean[][]> byCell = new LinkedHashMap<>();
  private final Map<Object, Integer> unknownConditions = new LinkedHashMap<>();
  private int cells = 1;
  private final int variants;
  private final List<IdentityHashMap<LogRule, long[]>> matching =
      List.of(new IdentityHashMap<>(), new IdentityHashMap<>());

  /** Enumerates records; {@code rules} are all rules that are there at any time. */
  RecordUniverse(Collection<ObservedRule> rules, Set<String> named) {
    Map<Attribute, Set<Matcher>> matchers = new LinkedHashMap<>();
    Set<Matcher> onNamespace = new LinkedHashSet<>();
    for (ObservedRule rule : rules) {
      for (Object condition : unknownConditions(rule)) {
        unknownConditions.putIfAbsent(condition, unknownConditions.size());
      }
      for (Matcher matcher : rule.rule().matchers()) {
        if (!isUnderstood(matcher)) {
          continue;
        }
        if (matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME)) {
          onNamespace.add(matcher);
        } else {
          matchers.computeIfAbsent(matcher.attribute(), it -> new LinkedHashSet<>()).add(matcher);
        }
      }
    }
    if (unknownConditions.size() > 5) {
      throw new IllegalStateException("too many unknown conditions: " + unknownConditions);
    }
    variants = 1 << unknownConditions.size();
    this.named = named.size();
    addNamespaces(onNamespace, named);
    addCells(matchers);
  }

  // what is in the universe

  /** Returns the namespaces; those that are not named anywhere come last. */
  List<String> namespaces() {
    return namespaces;
  }

  int named() {
    return named;
  }

  /** Returns how many records a namespace has, not counting variants. */
  int cells() {
    return cells;
  }

  /** Returns how often each record is there. */
  int variants() {
    return variants;
  }

  private int size() {
    return namespaces.size() * cells * variants;
  }

  /** Returns an empty set of records. */
  long[] none() {
    return new long[(size() + 63) / 64];
  }

  /** Returns the variants of a record that are in a set. */
  long variantsIn(long[] records, int namespace, int cell) {
    int index = (namespace * cells + cell) * variants;
    return records[index >> 6] >>> (index & 63) & allVariants();
  }

  /** Adds all records of a namespace to a set. */
  void addAll(long[] records, int namespace) {
    for (int i = namespace * cells * variants; i < (namespace + 1) * cells * variants; i++) {
      records[i >> 6] |= 1L << i;
    }
  }

  long allVariants() {
    return (1L << variants) - 1;
  }

  // what rules do

  /** What the rules of one state do with every record. */
  static final class Outcome {
    private final long[] ingested;
    private final IdentityHashMap<ObservedRule, long[]> decided = new IdentityHashMap<>();

    private Outcome(long[] ingested) {
      this.ingested = ingested;
    }

    long[] ingested() {
      return ingested;
    }

    /** Returns the records for which a rule decides; null if the rule does not apply. */
    long @Nullable [] decidedBy(ObservedRule rule) {
      return decided.get(rule);
    }
  }

  /** Evaluates rules in order: the first enabled rule that matches a record decides. */
  Outcome evaluate(Possibility possibility, Map<RuleScope, List<ObservedRule>> rules) {
    long[] undecided = none();
    for (int i = 0; i < size(); i++) {
      undecided[i >> 6] |= 1L << i;
    }
    long[] ingested = none();
    Outcome outcome = new Outcome(ingested);
    for (RuleScope scope : possibility.scopes()) {
      for (ObservedRule rule : rules.getOrDefault(scope, List.of())) {
        if (!rule.rule().enabled() && rule.rule().unreadable().isEmpty()) {
          continue;
        }
        long[] matched = matched(rule, possibility.windows());
        long[] decides = new long[matched.length];
        boolean includes = possibility.action(rule) == RuleAction.INCLUDE;
        for (int i = 0; i < matched.length; i++) {
          decides[i] = matched[i] & undecided[i];
          undecided[i] &= ~matched[i];
          ingested[i] |= includes ? decides[i] : 0;
        }
        outcome.decided.put(rule, decides);
      }
    }
    return outcome;
  }

  private long[] matched(ObservedRule rule, boolean windows) {
    return matching
        .get(windows ? 1 : 0)
        .computeIfAbsent(rule.rule(), it -> computeMatched(rule, windows ? 1 : 0));
  }

  private long[] computeMatched(ObservedRule rule, int system) {
    int required = 0;
    for (Object condition : unknownConditions(rule)) {
      required |= 1 << unknownConditions.get(condition);
    }
    List<boolean[]> ofNamespace = new ArrayList<>();
    List<boolean[]> ofCell = new ArrayList<>();
    if (rule.rule().unreadable().isEmpty()) {
      for (Matcher matcher : rule.rule().matchers()) {
        if (byNamespace.containsKey(matcher)) {
          ofNamespace.add(byNamespace.get(matcher));
        } else if (byCell.containsKey(matcher)) {
          ofCell.add(byCell.get(matcher)[system]);
        }
      }
    }
    long[] matched = none();
    for (int namespace = 0; namespace < namespaces.size(); namespace++) {
      if (!allHold(ofNamespace, namespace)) {
        continue;
      }
      for (int cell = 0; cell < cells; cell++) {
        if (!allHold(ofCell, cell)) {
          continue;
        }
        for (int variant = 0; variant < variants; variant++) {
          if ((variant & required) == required) {
            int index = (namespace * cells + cell) * variants + variant;
            matched[index >> 6] |= 1L << index;
          }
        }
      }
    }
    return matched;
  }

  private static boolean allHold(List<boolean[]> conditions, int index) {
    for (boolean[] condition : conditions) {
      if (!condition[index]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the conditions of a rule that this version does not understand. Equal matchers mean the
   * same, whatever they mean. Unknown fields of a rule, and unreadable rules, mean what they mean
   * in that rule.
   */
  private static List<Object> unknownConditions(ObservedRule rule) {
    if (rule.rule().unreadable().isPresent()) {
      return List.of("unreadable " + rule.objectId());
    }
    List<Object> conditions = new ArrayList<>();
    for (Matcher matcher : rule.rule().matchers()) {
      if (!isUnderstood(matcher)) {
        conditions.add(matcher);
      }
    }
    if (isSet(rule.rule().otherFields().json().values())) {
      conditions.add("fields of " + rule.objectId());
    }
    return conditions;
  }

  private static boolean isUnderstood(Matcher matcher) {
    return matcher.attribute().isKnown()
        && matcher.operator().equals("MATCHES")
        && !isSet(matcher.otherFields().json().values());
  }

  private static boolean isSet(Collection<String> fields) {
    return !fields.stream().allMatch("false"::equals);
  }

  // enumeration

  private void addNamespaces(Set<Matcher> matchers, Set<String> namedOnes) {
    List<BitSet> matching = new ArrayList<>();
    for (Matcher matcher : matchers) {
      matching.add(matching(matcher, NAMESPACES, false));
    }
    List<Integer> kept = new ArrayList<>();
    for (String name : namedOnes) {
      kept.add(INDEX_OF_NAMESPACE.get(name));
      namespaces.add(name);
    }
    long[] signatures = signatures(matching, NAMESPACES.size());
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < signatures.length; i++) {
      if (!namedOnes.contains(NAMESPACES.get(i)) && seen.add(signatures[i])) {
        kept.add(i);
        namespaces.add(NAMESPACES.get(i));
      }
    }
    int number = 0;
    for (Matcher matcher : matchers) {
      boolean[] matched = new boolean[kept.size()];
      for (int i = 0; i < matched.length; i++) {
        matched[i] = matching.get(number).get(kept.get(i));
      }
      byNamespace.put(matcher, matched);
      number++;
    }
  }

  /** Adds all combinations of values of the attributes. */
  private void addCells(Map<Attribute, Set<Matcher>> matchers) {
    List<Set<Long>> signatures = new ArrayList<>();
    for (Map.Entry<Attribute, Set<Matcher>> attribute : matchers.entrySet()) {
      signatures.add(signatures(attribute.getKey(), attribute.getValue()));
    }
    for (Set<Long> values : signatures) {
      cells *= values.size();
    }
    int repeat = 1;
    int number = 0;
    for (Set<Matcher> onAttribute : matchers.values()) {
      List<Long> values = List.copyOf(signatures.get(number));
      int bit = 0;
      for (Matcher matcher : onAttribute) {
        boolean[][] matched = new boolean[2][cells];
        for (int cell = 0; cell < cells; cell++) {
          long signature = values.get(cell / repeat % values.size());
          matched[0][cell] = (signature >> bit & 1) != 0;
          matched[1][cell] = (signature >> (bit + 1) & 1) != 0;
        }
        byCell.put(matcher, matched);
        bit += 2;
      }
      repeat *= values.size();
      number++;
    }
  }

  /** Returns which matchers the values of an attribute can meet at once, on either system. */
  private static Set<Long> signatures(Attribute attribute, Set<Matcher> matchers) {
    boolean isLogSource = attribute.key().equals("log.source");
    List<String> values = isLogSource ? LOG_SOURCES : VALUES;
    List<BitSet> matching = new ArrayList<>();
    for (Matcher matcher : matchers) {
      matching.add(matching(matcher, values, false));
      matching.add(matching(matcher, values, isLogSource));
    }
    Set<Long> single = new LinkedHashSet<>();
    single.add(0L); // absent
    for (long signature : signatures(matching, values.size())) {
      single.add(signature);
    }
    return SEVERAL_VALUES.contains(attribute.key()) ? unions(single) : single;
  }

  /** Several values together meet every matcher that one of them meets. */
  private static Set<Long> unions(Set<Long> single) {
    Set<Long> unions = new LinkedHashSet<>(single);
    for (long one : single) {
      for (long other : List.copyOf(unions)) {
        unions.add(one | other);
      }
    }
    return unions;
  }

  /** Returns for each word the matchers that it meets, as bits. */
  private static long[] signatures(List<BitSet> matching, int words) {
    if (matching.size() > 64) {
      throw new IllegalStateException("too many matchers on one attribute");
    }
    long[] signatures = new long[words];
    for (int bit = 0; bit < matching.size(); bit++) {
      BitSet ofMatcher = matching.get(bit);
      for (int i = ofMatcher.nextSetBit(0); i >= 0; i = ofMatcher.nextSetBit(i + 1)) {
        signatures[i] |= 1L << bit;
      }
    }
    return signatures;
  }

  private static BitSet matching(Matcher matcher, List<String> words, boolean ignoringCase) {
    String key = words.size() + (ignoringCase ? "i:" : ":");
    BitSet matching = new BitSet();
    for (String pattern : matcher.values()) {
      matching.or(
          MATCHING.computeIfAbsent(key + pattern, it -> matching(pattern, words, ignoringCase)));
    }
    return matching;
  }

  private static BitSet matching(String pattern, List<String> words, boolean ignoringCase) {
    BitSet matching = new BitSet();
    String compared = ignoringCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
    for (int i = 0; i < words.size(); i++) {
      String word = ignoringCase ? words.get(i).toLowerCase(Locale.ROOT) : words.get(i);
      matching.set(i, matches(compared, word));
    }
    return matching;
  }

  /** Matches exactly, except that {@code *} matches any sequence of characters. */
  static boolean matches(String pattern, String word) {
    if (pattern.isEmpty()) {
      return word.isEmpty();
    }
    if (pattern.charAt(0) == '*') {
      return matches(pattern.substring(1), word)
          || (!word.isEmpty() && matches(pattern, word.substring(1)));
    }
    return !word.isEmpty()
        && pattern.charAt(0) == word.charAt(0)
        && matches(pattern.substring(1), word.substring(1));
  }

  private static List<String> namespaceNames() {
    List<String> names = new ArrayList<>(words("abx-", 5));
    names.removeIf(name -> name.startsWith("-") || name.endsWith("-"));
    IntStream.range(0, 30).forEach(i -> names.add("n" + i));
    return List.copyOf(names);
  }

  private static List<String> words(String letters, int length) {
    List<String> words = new ArrayList<>();
    List<String> last = List.of("");
    for (int i = 0; i < length; i++) {
      List<String> longer = new ArrayList<>();
      for (String word : last) {
        for (int letter = 0; letter < letters.length(); letter++) {
          longer.add(word + letters.charAt(letter));
        }
      }
      words.addAll(longer);
      last = longer;
    }
    return List.copyOf(words);
  }
}
