package io.github.logconfig.evaluate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index of many values, each with the number of its group. A value is found by its most
 * selective literal: the longest sequence of characters without a star. Literals at the beginning
 * or the end of a value are preferred, because they can match at one offset only.
 *
 * <p>Immutable.
 */
final class ValueTable {

  private static final int NONE_MORE = -1;
  private static final long ALL_PAIRS = -1;

  /** The offset of the literal in a matching text. */
  private enum Anchor {
    BEGINNING(1),
    END(2),
    ANYWHERE(3),
    WHOLE(4);

    private final int salt;

    Anchor(int salt) {
      this.salt = salt;
    }
  }

  private record Literal(Anchor anchor, int from, int to) {

    static Literal mostSelectiveOf(String pattern) {
      if (pattern.indexOf('*') < 0) {
        return new Literal(Anchor.WHOLE, 0, pattern.length());
      }
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

  private final List<String> values;
  private final int[] groups;
  private final int[] keys;
  private final int[] nextOfBucket;
  private final int[] buckets;
  private final int[] lengthsAtBeginning;
  private final int[] lengthsAtEnd;
  private final int[] lengthsAnywhere;

  /** A bit for each pair of first characters of the literals that can match at any offset. */
  private final long pairsAnywhere;

  /**
   * Creates an index.
   *
   * @param values names, or patterns with stars
   * @param groups the number of the group of each value
   */
  ValueTable(List<String> values, int[] groups) {
    this.values = values;
    this.groups = groups;
    this.keys = new int[values.size()];
    this.nextOfBucket = new int[values.size()];
    this.buckets = new int[Integer.highestOneBit(values.size() * 2 + 1)];
    Arrays.fill(buckets, NONE_MORE);
    BitSet[] lengths = new BitSet[Anchor.values().length + 1];
    Arrays.setAll(lengths, anchor -> new BitSet());
    long pairs = 0;
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      Literal literal = Literal.mostSelectiveOf(value);
      put(i, literal, HashedText.hash(value, literal.from(), literal.to()));
      lengths[literal.anchor().salt].set(literal.length());
      if (literal.anchor() == Anchor.ANYWHERE) {
        pairs |=
            literal.length() < 2
                ? ALL_PAIRS
                : bitOfPair(HashedText.hash(value, literal.from(), literal.from() + 2));
      }
    }
    this.lengthsAtBeginning = lengths(lengths, Anchor.BEGINNING);
    this.lengthsAtEnd = lengths(lengths, Anchor.END);
    this.lengthsAnywhere = lengths(lengths, Anchor.ANYWHERE);
    this.pairsAnywhere = pairs;
  }

  /** Returns whether a value matches a text. */
  boolean matches(HashedText text) {
    return find(text, null);
  }

  /** Returns the groups of which a value matches a text. */
  BitSet groupsMatching(HashedText text) {
    BitSet found = new BitSet();
    find(text, found);
    return found;
  }

  /** Adds the groups that match; without a set, returns whether any does. */
  private boolean find(HashedText text, @Nullable BitSet found) {
    int end = text.length();
    if (find(Anchor.WHOLE, text, 0, end, found)) {
      return true;
    }
    for (int length : lengthsAtBeginning) {
      if (length <= end && find(Anchor.BEGINNING, text, 0, length, found)) {
        return true;
      }
    }
    for (int length : lengthsAtEnd) {
      if (length <= end && find(Anchor.END, text, end - length, end, found)) {
        return true;
      }
    }
    return findAnywhere(text, found);
  }

  private boolean findAnywhere(HashedText text, @Nullable BitSet found) {
    for (int from = 0; from <= text.length() && lengthsAnywhere.length > 0; from++) {
      if ((pairsAnywhere & bitOfPair(text.hash(from, Math.min(from + 2, text.length())))) != 0) {
        for (int length : lengthsAnywhere) {
          int to = from + length;
          if (to <= text.length() && find(Anchor.ANYWHERE, text, from, to, found)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean find(Anchor anchor, HashedText text, int from, int to, @Nullable BitSet found) {
    int key = key(anchor, to - from, text.hash(from, to));
    for (int i = buckets[bucket(key)]; i != NONE_MORE; i = nextOfBucket[i]) {
      boolean known = found != null && found.get(groups[i]);
      if (keys[i] == key && !known && WildcardPattern.matches(values.get(i), text.text())) {
        if (found == null) {
          return true;
        }
        found.set(groups[i]);
      }
    }
    return false;
  }

  private void put(int value, Literal literal, int hash) {
    int key = key(literal.anchor(), literal.length(), hash);
    int bucket = bucket(key);
    keys[value] = key;
    nextOfBucket[value] = buckets[bucket];
    buckets[bucket] = value;
  }

  private static int[] lengths(BitSet[] lengths, Anchor anchor) {
    return lengths[anchor.salt].stream().toArray();
  }

  private static long bitOfPair(int hash) {
    return 1L << (hash ^ hash >>> 6); // the lowest six bits count
  }

  private static int key(Anchor anchor, int length, int hash) {
    return (hash * 31 + length) * 31 + anchor.salt;
  }

  private int bucket(int key) {
    return (key ^ key >>> 16) & (buckets.length - 1);
  }
}
