package io.github.logconfig.dynatrace.internal.service;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered of a list, so that a list that is begun anew goes on where it was. Holds
 * hashes of ids or texts, since these themselves would fill the memory that paging saves.
 *
 * <p>64 bits: of a million ids, two are alike once in 37 million lists.
 */
abstract sealed class Identity<T> {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Identity() {}

  /** Items that have an id. */
  static <T> Identity<T> byId(Function<T, @Nullable String> idOf) {
    return new ById<>(idOf);
  }

  /** Items without one: what was delivered must come again, item by item. */
  static <T> Identity<T> byPlace(Function<T, String> textOf) {
    return new ByPlace<>(textOf);
  }

  /** Whether an item is to be delivered; false if it was. */
  abstract boolean isNew(T item);

  /** The list begins anew; false if nobody could tell what was delivered. */
  abstract boolean restart();

  /**
   * Whether what has come since the beginning is in accord with what was delivered.
   *
   * @param atEnd whether that was the whole list
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

  private static final class ById<T> extends Identity<T> {

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

  private static final class ByPlace<T> extends Identity<T> {

    private final Function<T, String> textOf;
    private long delivered;
    private long deliveredHash = FNV_OFFSET;
    private long seen;
    private long seenHash = FNV_OFFSET;
    private boolean consistent = true;

    ByPlace(Function<T, String> textOf) {
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
