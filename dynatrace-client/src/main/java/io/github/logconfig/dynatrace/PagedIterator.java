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
 * Walks through all pages of a list and holds one of them at a time.
 *
 * <ul>
 *   <li>A page without items that names a next page is passed over; if it names itself, it is asked
 *       for again after a pause, up to ten times.
 *   <li>Any other page key that comes a second time would never end, and is refused.
 *   <li>If the service no longer knows a further page (status 400), the list is read once more from
 *       its beginning, and what was delivered already is left out.
 * </ul>
 */
final class PagedIterator<T> implements Iterator<T> {

  record Page<T>(List<T> items, @Nullable String nextPageKey) {}

  /** Waits before something is asked for again. */
  interface Pause {
    void beforeAskingAgain(String request, int times);
  }

  private static final int MOST_REPETITIONS = 10;
  private static final int MOST_EMPTY_PAGES = 1_000;

  private final String request;
  private final Function<@Nullable String, Page<T>> fetch;
  private final Identity<T> identity;
  private final Pause pause;
  private final Set<String> seenKeys = new HashSet<>();
  private Iterator<T> current = List.<T>of().iterator();
  private @Nullable T next;
  private @Nullable String nextKey;
  private @Nullable InvalidRequestException vanished;
  private boolean started;
  private boolean onlyPage;
  private int repetitions;
  private int emptyPages;

  /**
   * @param fetch reads the page of a key, or the first page for null
   * @param identity tells what was delivered
   */
  PagedIterator(
      String request,
      Function<@Nullable String, Page<T>> fetch,
      Identity<T> identity,
      Pause pause) {
    this.request = request;
    this.fetch = fetch;
    this.identity = identity;
    this.pause = pause;
  }

  /** The items as a stream that fetches pages when it needs them. */
  Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (next == null && (current.hasNext() || hasFurtherPage())) {
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

  private boolean hasFurtherPage() {
    if (started && nextKey == null) {
      requireConsistent(true);
    }
    return !started || nextKey != null;
  }

  private void turnPage() {
    Page<T> page;
    try {
      page = fetch.apply(nextKey);
    } catch (InvalidRequestException refused) {
      if (nextKey == null || vanished != null || !identity.restart()) {
        throw refused;
      }
      vanished = refused;
      started = false;
      nextKey = null;
      seenKeys.clear();
      return;
    }
    onlyPage = !started && page.nextPageKey() == null && vanished == null;
    started = true;
    current = page.items().iterator();
    String key = page.nextPageKey();
    nextKey = key;
    if (key != null) {
      boolean repeated = !seenKeys.add(key);
      if (page.items().isEmpty()) {
        passOver(repeated);
      } else if (repeated) {
        throw endless("the service repeats a page key");
      }
    }
  }

  private void passOver(boolean repeated) {
    emptyPages++;
    if (repeated) {
      repetitions++;
    }
    if (repetitions > MOST_REPETITIONS || emptyPages > MOST_EMPTY_PAGES) {
      throw endless("the service gives empty pages that it repeats");
    }
    if (repeated) {
      pause.beforeAskingAgain(request, repetitions);
    }
  }

  private DynatraceResponseException endless(String what) {
    return new DynatraceResponseException(request, what + ", the list would never end", null);
  }

  /** Null for an item that was delivered before. */
  private @Nullable T unlessDelivered(T item) {
    if (onlyPage) {
      return item;
    }
    boolean isNew = identity.isNew(item);
    requireConsistent(false);
    return isNew ? item : null;
  }

  /** A list that is another one now cannot go on where the old one was. */
  private void requireConsistent(boolean atEnd) {
    if (vanished != null && !identity.isConsistent(atEnd)) {
      throw vanished;
    }
  }
}
