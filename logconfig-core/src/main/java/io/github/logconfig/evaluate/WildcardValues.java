package io.github.logconfig.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * The values of one matcher that hold a wildcard, in a table by their most telling literal, so that
 * of thousands few have to be tried: the longest run of characters without a star, where one that
 * is bound to the beginning or the end counts for a little more, as it can stand in one place only.
 */
final class WildcardValues {

  static final WildcardValues NONE = new WildcardValues(List.of());

  private static final int NONE_MORE = -1;
  private static final int TRIED_ONE_BY_ONE = 4;

  /** Where a text that matches has the literal. */
  private enum Anchor {
    BEGINNING(1),
    END(2),
    ANYWHERE(3);

    private final int salt;

    Anchor(int salt) {
      this.salt = salt;
    }
  }

  private record Literal(Anchor anchor, int from, int to) {

    static Literal mostTellingOf(String pattern) {
      Literal best = new Literal(Anchor.ANYWHERE, 0, 0);
      int from = 0;
      while (from <= pattern.length()) {
        int star = pattern.indexOf('*', from);
        int to = star < 0 ? pattern.length() : star;
        Literal literal = new Literal(anchor(from, to, pattern.length()), from, to);
        best = literal.weight() > best.weight() ? literal : best;
        from = to + 1;
      }
      return best;
    }

    private static Anchor anchor(int from, int to, int length) {
      if (from == 0) {
        return Anchor.BEGINNING;
      }
      return to == length ? Anchor.END : Anchor.ANYWHERE;
    }

    int length() {
      return to - from;
    }

    private int weight() {
      boolean bound = anchor != Anchor.ANYWHERE && length() > 0;
      return 2 * length() + (bound ? 3 : 0);
    }
  }

  private final List<WildcardPattern> all;
  private final boolean takesInEverything;
  private final int[] keys;
  private final int[] nextOfBucket;
  private final int[] buckets;

  /** The lengths of the literals in the table. */
  private final BitSet lengthsAtBeginning = new BitSet();

  private final BitSet lengthsAtEnd = new BitSet();
  private final BitSet lengthsAnywhere = new BitSet();

  private WildcardValues(List<WildcardPattern> all) {
    this.all = all;
    this.keys = new int[all.size()];
    this.nextOfBucket = new int[all.size()];
    this.buckets = new int[Integer.highestOneBit(all.size() * 2 + 1)];
    Arrays.fill(buckets, NONE_MORE);
    boolean everything = false;
    for (int i = 0; i < all.size(); i++) {
      String pattern = all.get(i).text();
      Literal literal = Literal.mostTellingOf(pattern);
      everything |= literal.length() == 0;
      put(i, literal, HashedText.hash(pattern, literal.from(), literal.to()));
    }
    this.takesInEverything = everything;
  }

  static WildcardValues of(Collection<String> values) {
    List<WildcardPattern> patterns = new ArrayList<>(0);
    for (String value : values) {
      if (value.indexOf('*') >= 0) {
        patterns.add(new WildcardPattern(value));
      }
    }
    return patterns.isEmpty() ? NONE : new WildcardValues(patterns);
  }

  List<WildcardPattern> all() {
    return all;
  }

  /** Whether one of the values is nothing but stars. */
  boolean takesInEverything() {
    return takesInEverything;
  }

  boolean takesIn(HashedText text) {
    if (takesInEverything) {
      return true;
    }
    if (all.size() <= TRIED_ONE_BY_ONE) {
      return all.stream().anyMatch(pattern -> pattern.matches(text.text()));
    }
    return takesIn(text, Anchor.BEGINNING)
        || takesIn(text, Anchor.END)
        || takesIn(text, Anchor.ANYWHERE);
  }

  private boolean takesIn(HashedText text, Anchor anchor) {
    BitSet present = lengths(anchor);
    int whole = text.text().length();
    for (int length = present.nextSetBit(1);
        length > 0 && length <= whole;
        length = present.nextSetBit(length + 1)) {
      int first = anchor == Anchor.END ? whole - length : 0;
      int last = anchor == Anchor.BEGINNING ? 0 : whole - length;
      for (int from = first; from <= last; from++) {
        int key = key(anchor, length, text.hash(from, from + length));
        if (anyMatches(key, text.text())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean anyMatches(int key, String text) {
    for (int i = buckets[bucket(key)]; i != NONE_MORE; i = nextOfBucket[i]) {
      if (keys[i] == key && all.get(i).matches(text)) {
        return true;
      }
    }
    return false;
  }

  private void put(int pattern, Literal literal, int hash) {
    int key = key(literal.anchor(), literal.length(), hash);
    int bucket = bucket(key);
    keys[pattern] = key;
    nextOfBucket[pattern] = buckets[bucket];
    buckets[bucket] = pattern;
    lengths(literal.anchor()).set(literal.length());
  }

  private BitSet lengths(Anchor anchor) {
    return switch (anchor) {
      case BEGINNING -> lengthsAtBeginning;
      case END -> lengthsAtEnd;
      case ANYWHERE -> lengthsAnywhere;
    };
  }

  private static int key(Anchor anchor, int length, int hash) {
    return (hash * 31 + length) * 31 + anchor.salt;
  }

  private int bucket(int key) {
    return (key ^ key >>> 16) & (buckets.length - 1);
  }
}
