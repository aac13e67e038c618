package io.github.logconfig.dynatrace.internal.service;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The delivered items of a list, so that a restarted list continues where it was. Stores hashes of
 * ids or texts, since the texts would need the memory that paging saves.
 *
 * <p>With 64 bits, two of a million ids have the same hash in one of 37 million lists.
 */
abstract sealed class DeliveredItems<T> {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private DeliveredItems() {}

  /** Returns the identity of items with an id. */
  static <T> DeliveredItems<T> byId(Function<T, @Nullable String> idOf) {
    return new ById<>(idOf);
  }

  /** Returns the identity of items without id: a restarted list must repeat the delivered items. */
  static <T> DeliveredItems<T> byPosition(Function<T, String> textOf) {
    return new ByPosition<>(textOf);
  }

  /** Returns whether an item was not delivered before. */
  abstract boolean isNew(T item);

  /** Restarts the list; returns false if delivered items cannot be recognized. */
  abstract boolean restart();

  /**
   * Returns whether the restarted list repeats the delivered items.
   *
   * @param atEnd whether the list has ended
   */
  abstract boolean isConsistent(boolean atEnd);

  static long hash(String text) {
    return hash(FNV_OFFSET, text);
  }

  static long hash(long begin, String text) {
    long hash = begin;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  private static final class ById<T> extends DeliveredItems<T> {

    private final Function<T, @Nullable String> idOf;
    private final Set<Long> delivered = new HashSet<>();
    private boolean anonymous;

    ById(Function<T, @Nullable String> idOf) {
      this.idOf = idOf;
    }

    @Override
    boolean isNew(T item) {
      String id = idOf.apply(item);
      anonymous |= id == null;
      return id == null || delivered.add(hash(id));
    }

    @Override
    boolean restart() {
      return !anonymous;
    }

    @Override
    boolean isConsistent(boolean atEnd) {
      return true;
    }
  }

  private static final class ByPosition<T> extends DeliveredItems<T> {

    private final Function<T, String> textOf;
    private long delivered;
    private long deliveredHash = FNV_OFFSET;
    private long seen;
    private long seenHash = FNV_OFFSET;
    private boolean consistent = true;

    ByPosition(Function<T, String> textOf) {
      this.textOf = textOf;
    }

    @Override
    boolean isNew(T item) {
      seen++;
      seenHash = hash(seenHash, textOf.apply(item)) * FNV_PRIME;
      if (seen <= delivered) {
        consistent = seen < delivered || seenHash == deliveredHash;
        return false;
      }
      delivered = seen;
      deliveredHash = seenHash;
      return true;
    }

    @Override
    boolean restart() {
      seen = 0;
      seenHash = FNV_OFFSET;
      return true;
    }

    @Override
    boolean isConsistent(boolean atEnd) {
      return consistent && (!atEnd || seen == delivered);
    }
  }
}
