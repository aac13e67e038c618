package io.github.logconfig.dynatrace;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Walks through all pages of a list and holds one of them at a time. A page without items that
 * names a next page is passed over; a page key that comes a second time would never end and is
 * refused. If the service no longer knows a further page (status 400), the list is read once more
 * from its beginning, and what was delivered already is left out.
 */
final class PagedIterator<T> implements Iterator<T> {

  record Page<T>(List<T> items, @Nullable String nextPageKey) {}

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final String request;
  private final Function<@Nullable String, Page<T>> fetch;
  private final Function<T, @Nullable String> idOf;
  private final Set<String> seenKeys = new HashSet<>();

  /** Hashes of ids, since the ids of a long list would fill the memory that paging saves. */
  private final Set<Long> delivered = new HashSet<>();

  private Iterator<T> current = List.<T>of().iterator();
  private @Nullable T next;
  private @Nullable String nextKey;
  private boolean started;
  private boolean restarted;
  private boolean identifiable = true;

  /**
   * @param fetch reads the page of a key, or the first page for null
   * @param idOf what tells an item from all others; null if nothing does, and then a list whose
   *     page vanishes cannot be begun anew
   */
  PagedIterator(
      String request,
      Function<@Nullable String, Page<T>> fetch,
      Function<T, @Nullable String> idOf) {
    this.request = request;
    this.fetch = fetch;
    this.idOf = idOf;
  }

  /** The items as a stream that fetches pages when it needs them. */
  Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (next == null && (current.hasNext() || !started || nextKey != null)) {
      if (current.hasNext()) {
        next = unlessDelivered(current.next());
      } else {
        turnPage();
      }
    }
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    T item = next;
    next = null;
    return item;
  }

  private void turnPage() {
    Page<T> page;
    try {
      page = fetch.apply(nextKey);
    } catch (InvalidRequestException vanished) {
      if (nextKey == null || restarted || !identifiable) {
        throw vanished;
      }
      restarted = true;
      started = false;
      nextKey = null;
      seenKeys.clear();
      return;
    }
    started = true;
    current = page.items().iterator();
    nextKey = page.nextPageKey();
    if (nextKey != null && !seenKeys.add(nextKey)) {
      throw new DynatraceResponseException(
          request, "the service repeats a page key, the list would never end", null);
    }
  }

  /** Null for an item that came before the list was begun anew. */
  private @Nullable T unlessDelivered(T item) {
    boolean onlyPage = nextKey == null && seenKeys.isEmpty() && !restarted;
    if (onlyPage || !identifiable) {
      return item;
    }
    String id = idOf.apply(item);
    if (id == null) {
      identifiable = false;
      return item;
    }
    return delivered.add(hash(id)) || !restarted ? item : null;
  }

  /** 64 bits: of a million ids, two are alike once in 37 million lists. */
  private static long hash(String id) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
