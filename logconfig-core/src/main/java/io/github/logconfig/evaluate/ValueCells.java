package io.github.logconfig.evaluate;

import io.github.logconfig.rule.Attribute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All combinations of conditions on one attribute that a record can satisfy.
 *
 * <p>The values of an attribute fall into cells: two values are in one cell if they satisfy the
 * same conditions. A small number of cells therefore represents infinitely many values. A pattern
 * is an automaton; the cells are found by running the automata of all patterns in parallel over
 * every text that leads to a new state.
 *
 * @param cells the cells, that of an absent value first
 * @param complete whether these are all cells; false if there are too many patterns to combine
 */
record ValueCells(List<Cell> cells, boolean complete) {

  /** Attributes that have several values at once, most of them as {@code key=value}. */
  private static final Set<String> MULTIPLE =
      Set.of(
          "host.tag",
          "k8s.pod.annotation",
          "k8s.pod.label",
          "process.technology",
          "winlog.keywords");

  private static final int MAX_PATTERNS = 12;
  private static final int MAX_STATES = 4_000;
  private static final int MAX_TYPICAL = 64;
  private static final int MAX_CELLS = 1_024;

  /** Up to this number, conditions are tried one by one; beyond it, an index is used. */
  private static final int FEW = 8;

  /** Limit on names that are evaluated separately from all others. */
  private static final int MAX_NAMED = 200;

  private static final int LONGEST_NAMESPACE = 63;
  private static final String NAMESPACE_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";
  private static final char OTHER_CHARACTER = '\uE000';

  /**
   * Values that satisfy the same conditions.
   *
   * @param satisfied the indexes of the conditions that they satisfy
   * @param certain whether a record with such values is certain to be possible
   */
  record Cell(BitSet satisfied, boolean certain) {

    boolean satisfies(int condition) {
      return satisfied.get(condition);
    }
  }

  /** Returns the cells of an attribute other than the namespace; Windows ignores case. */
  static ValueCells of(Attribute attribute, List<Condition> conditions, boolean ignoreCase) {
    Search search =
        new Search(conditions, ignoreCase, text -> true, Set.of(), "" + OTHER_CHARACTER);
    Map<BitSet, String> single = search.run();
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(new BitSet(), true));
    if (MULTIPLE.contains(attribute.key())) {
      cells.addAll(combined(single));
    } else {
      single.keySet().forEach(satisfied -> cells.add(new Cell(satisfied, true)));
    }
    return new ValueCells(cells, search.complete && cells.size() <= MAX_CELLS);
  }

  /** Returns the cells of the namespaces that are not in {@code named}. */
  static ValueCells ofOtherNamespaces(List<Condition> conditions, Set<String> named) {
    Search search =
        new Search(conditions, false, ValueCells::isNamespace, named, NAMESPACE_CHARACTERS);
    List<Cell> cells = new ArrayList<>();
    search.run().keySet().forEach(satisfied -> cells.add(new Cell(satisfied, true)));
    for (BitSet satisfied : search.onlyNamed) {
      if (cells.stream().noneMatch(cell -> cell.satisfied().equals(satisfied))) {
        cells.add(new Cell(satisfied, false));
      }
    }
    return new ValueCells(cells, search.complete);
  }

  private static boolean isNamespace(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAMESPACE
        && !text.startsWith("-")
        && !text.endsWith("-");
  }

  /** Combines several values of a record: two values of one key exclude each other. */
  private static Collection<Cell> combined(Map<BitSet, String> single) {
    record Combination(BitSet satisfied, Set<String> keys, boolean certain) {}
    Map<BitSet, Combination> all = new LinkedHashMap<>();
    single.forEach(
        (satisfied, text) ->
            all.put(satisfied, new Combination(satisfied, Set.of(key(text)), true)));
    Deque<Combination> open = new ArrayDeque<>(all.values());
    while (!open.isEmpty() && all.size() <= MAX_CELLS) {
      Combination combination = open.remove();
      single.forEach(
          (satisfied, text) -> {
            BitSet union = (BitSet) combination.satisfied().clone();
            union.or(satisfied);
            boolean certain = combination.certain() && !combination.keys().contains(key(text));
            Combination known = all.get(union);
            if (known == null || (certain && !known.certain())) {
              Set<String> keys = new LinkedHashSet<>(combination.keys());
              keys.add(key(text));
              Combination found = new Combination(union, keys, certain);
              all.put(union, found);
              open.add(found);
            }
          });
    }
    return all.values().stream().map(it -> new Cell(it.satisfied(), it.certain())).toList();
  }

  private static String key(String text) {
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals);
  }

  /** A search for texts that satisfy different conditions. */
  private static final class Search {

    private final List<Condition> conditions;
    private final boolean ignoreCase;
    private final Predicate<String> valid;
    private final Set<String> named;
    private final List<String> patterns = new ArrayList<>();
    private final Set<String> literals = new LinkedHashSet<>();
    private final Set<String> beginnings = new LinkedHashSet<>();
    private final String alphabet;
    private final Map<BitSet, String> found = new LinkedHashMap<>();
    private final Set<BitSet> onlyNamed = new LinkedHashSet<>();
    private boolean complete = true;
    private @Nullable ValueTable index;

    Search(
        List<Condition> conditions,
        boolean ignoreCase,
        Predicate<String> valid,
        Set<String> named,
        String others) {
      this.conditions = conditions;
      this.ignoreCase = ignoreCase;
      this.valid = valid;
      this.named = named;
      Set<String> distinct = new LinkedHashSet<>();
      for (Condition condition : conditions) {
        condition.wildcards().all().forEach(pattern -> distinct.add(cased(pattern.text())));
        condition.values().stream()
            .filter(value -> value.indexOf('*') < 0 && !named.contains(value))
            .forEach(value -> literals.add(cased(value)));
      }
      patterns.addAll(distinct);
      this.alphabet = alphabet(others);
    }

    Map<BitSet, String> run() {
      for (String literal : literals) {
        if (found.size() > MAX_CELLS) {
          complete = false;
          break;
        }
        visit(literal);
      }
      if (patterns.isEmpty()) {
        visit(textWithout(literals));
      } else if (patterns.size() > MAX_PATTERNS) {
        complete = false;
        tryTypicalTexts();
      } else {
        literals.forEach(this::addBeginnings);
        named.stream()
            .sorted(Comparator.comparing(this::satisfiesNoPattern))
            .limit(MAX_NAMED)
            .forEach(this::addBeginnings);
        visit(textWithout(literals));
        search();
      }
      return found;
    }

    /** A separately evaluated text and its prefixes must not represent other texts. */
    private void addBeginnings(String text) {
      for (int end = 0; end <= text.length(); end++) {
        beginnings.add(text.substring(0, end));
      }
    }

    private boolean satisfiesNoPattern(String text) {
      HashedText hashed = new HashedText(text);
      return conditions.stream().noneMatch(condition -> satisfiesPattern(condition, hashed));
    }

    private static boolean satisfiesPattern(Condition condition, HashedText text) {
      return condition.wildcards().matches(text);
    }

    private String cased(String text) {
      return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Characters that occur in no pattern come first: they match only wildcards. */
    private String alphabet(String others) {
      BitSet used = new BitSet();
      for (String text : patterns) {
        addCharacters(text, used);
      }
      for (String text : patterns.isEmpty() ? Set.<String>of() : literals) {
        addCharacters(text, used);
      }
      used.clear('*');
      StringBuilder characters = new StringBuilder();
      for (int i = 0; i < others.length(); i++) {
        if (!used.get(others.charAt(i))) {
          characters.append(others.charAt(i));
          break;
        }
      }
      used.stream()
          .filter(c -> others.length() == 1 || others.indexOf(c) >= 0)
          .forEach(c -> characters.append((char) c));
      return characters.toString();
    }

    private static void addCharacters(String text, BitSet used) {
      for (int i = 0; i < text.length(); i++) {
        used.set(text.charAt(i));
      }
    }

    private String textWithout(Set<String> taken) {
      String text = alphabet.substring(0, 1);
      while (text.length() < LONGEST_NAMESPACE && (taken.contains(text) || named.contains(text))) {
        text += alphabet.charAt(0);
      }
      return text;
    }

    private void tryTypicalTexts() {
      String filler = alphabet.substring(0, 1);
      visit(textWithout(literals));
      for (String pattern : patterns.subList(0, Math.min(MAX_TYPICAL, patterns.size()))) {
        visit(pattern.replace("*", ""));
        visit(pattern.replace("*", filler));
        visit(pattern.replace("*", filler + filler));
      }
    }

    private void visit(String text) {
      if (!valid.test(text)) {
        return;
      }
      boolean isNamed = named.contains(text);
      BitSet satisfied = satisfied(new HashedText(text), isNamed);
      if (isNamed && !beginnings.contains(text)) {
        onlyNamed.add(satisfied);
      } else if (isNamed) {
        return; // every other text that leads to the same state is looked at, too
      } else {
        found.putIfAbsent(satisfied, text);
      }
    }

    private BitSet satisfied(HashedText text, boolean isNamed) {
      if (!isNamed && !ignoreCase && conditions.size() > FEW) {
        return index().groupsMatching(text);
      }
      BitSet satisfied = new BitSet();
      for (int i = 0; i < conditions.size(); i++) {
        // a name outside the named ones satisfies no literal, even if its representative does
        boolean holds =
            isNamed
                ? satisfiesPattern(conditions.get(i), text)
                : conditions.get(i).matches(text, ignoreCase);
        satisfied.set(i, holds);
      }
      return satisfied;
    }

    private ValueTable index() {
      ValueTable known = index;
      if (known == null) {
        List<String> values = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
          for (String value : conditions.get(i).values()) {
            values.add(value);
            groups.add(i);
          }
        }
        known = new ValueTable(values, groups.stream().mapToInt(Integer::intValue).toArray());
        index = known;
      }
      return known;
    }

    private void search() {
      Set<List<Object>> seen = new HashSet<>();
      Deque<String> texts = new ArrayDeque<>();
      Deque<List<BitSet>> states = new ArrayDeque<>();
      texts.add("");
      states.add(patterns.stream().map(Search::start).toList());
      while (!texts.isEmpty()) {
        String text = texts.remove();
        List<BitSet> state = states.remove();
        if (!text.isEmpty()) {
          visit(text);
        }
        if (text.length() > LONGEST_NAMESPACE && !valid.test(text)) {
          continue;
        }
        for (int i = 0; i < alphabet.length(); i++) {
          char c = alphabet.charAt(i);
          List<BitSet> next = new ArrayList<>(state.size());
          for (int p = 0; p < patterns.size(); p++) {
            next.add(step(patterns.get(p), state.get(p), c));
          }
          add(text + c, next, seen, texts, states);
        }
        if (seen.size() > MAX_STATES) {
          complete = false;
          tryTypicalTexts();
          return;
        }
      }
    }

    private void add(
        String text,
        List<BitSet> state,
        Set<List<Object>> seen,
        Deque<String> texts,
        Deque<List<BitSet>> states) {
      String itself = beginnings.contains(text) ? text : "";
      if (seen.add(List.of(state, itself, valid.test(text), first(text)))) {
        texts.add(text);
        states.add(state);
      }
    }

    /** A name that begins with a hyphen is invalid, whatever follows. */
    private static boolean first(String text) {
      return text.startsWith("-");
    }

    private static BitSet start(String pattern) {
      BitSet state = new BitSet();
      enter(pattern, state, 0);
      return state;
    }

    private static BitSet step(String pattern, BitSet state, char c) {
      BitSet next = new BitSet();
      for (int at = state.nextSetBit(0); at >= 0; at = state.nextSetBit(at + 1)) {
        if (at < pattern.length() && pattern.charAt(at) == '*') {
          enter(pattern, next, at);
        } else if (at < pattern.length() && pattern.charAt(at) == c) {
          enter(pattern, next, at + 1);
        }
      }
      return withoutDominated(pattern, next);
    }

    private static void enter(String pattern, BitSet state, int position) {
      int at = position;
      state.set(at);
      while (at < pattern.length() && pattern.charAt(at) == '*') {
        at++;
        state.set(at);
      }
    }

    /** Once a star is reached, earlier states are irrelevant. */
    private static BitSet withoutDominated(String pattern, BitSet state) {
      for (int at = state.length() - 1; at > 0; at--) {
        if (state.get(at) && at < pattern.length() && pattern.charAt(at) == '*') {
          state.clear(0, at);
          return state;
        }
      }
      return state;
    }
  }
}
