package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.DynatraceResponseException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.InvalidRequestException;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over all pages of a list and holds one page at a time.
 *
 * <ul>
 *   <li>An empty page that names a next page is skipped. If it names itself, it is requested again
 *       after a pause, up to ten times.
 *   <li>If the service no longer knows a further page (status 400), the list is read once more from
 *       its beginning, and items that were delivered already are left out.
 *   <li>A list that does not end is rejected: if a page key repeats, if eleven pages in a row
 *       contain only delivered items, at 500,000 items, and when the deadline has passed. The
 *       deadline counts the time spent reading pages, not the time that the consumer takes.
 * </ul>
 */
final class PagedIterator<T> implements Iterator<T> {

  record Page<T>(List<T> items, @Nullable String nextPageKey) {}

  /** Reads one page. */
  interface Source<T> {
    /** Returns the page of a key; the first page for null. */
    Page<T> read(@Nullable String key, Deadline deadline);
  }

  /** Waits before a page is requested again. */
  interface Pause {
    void beforeRepetition(String request, int times, Deadline deadline);
  }

  static final int MAX_ITEMS = 500_000;
  private static final int MOST_REPETITIONS = 10;
  private static final int MOST_EMPTY_PAGES = 1_000;

  /** Small pages may repeat while objects are inserted in front of them. */
  private static final int MOST_STALE_PAGES = 10;

  private final String request;
  private final Source<T> source;
  private final DeliveredItems<T> identity;
  private final Pause pause;
  private final Deadline deadline;

  /** Hashes, since a key may be long. */
  private final Set<Long> seenKeys = new HashSet<>();

  private Iterator<T> current = List.<T>of().iterator();
  private @Nullable T next;
  private @Nullable String nextKey;
  private @Nullable InvalidRequestException vanished;
  private boolean started;
  private boolean onlyPage;
  private boolean isStale;
  private int repetitions;
  private int emptyPages;
  private int pages;
  private int items;
  private int stalePages;
  private int mostStalePages = MOST_STALE_PAGES;

  /**
   * @param deadline suspended; several lists that are one operation share it
   */
  PagedIterator(
      String request,
      Source<T> source,
      DeliveredItems<T> identity,
      Pause pause,
      Deadline deadline) {
    this.request = request;
    this.source = source;
    this.identity = identity;
    this.pause = pause;
    this.deadline = deadline;
  }

  /** Returns the items as a stream that reads pages when it needs them. */
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
    requireProgress();
    deadline.resume();
    try {
      readPage();
    } catch (DynatraceTransportException cutOff) {
      throw pages > 0 && deadline.remaining().isZero() ? incomplete(cutOff) : cutOff;
    } finally {
      deadline.suspend();
    }
  }

  private void readPage() {
    if (deadline.remaining().isZero()) {
      throw incomplete(null);
    }
    Page<T> page;
    try {
      page = source.read(nextKey, deadline);
    } catch (InvalidRequestException rejected) {
      if (nextKey == null || vanished != null || !identity.restart()) {
        throw rejected;
      }
      restart(rejected);
      return;
    }
    String key = page.nextPageKey();
    onlyPage = !started && key == null && vanished == null;
    started = true;
    pages++;
    current = page.items().iterator();
    isStale = current.hasNext();
    nextKey = key;
    if (key != null) {
      boolean repeated = !seenKeys.add(DeliveredItems.hash(key));
      if (page.items().isEmpty()) {
        passOver(repeated);
      } else if (repeated) {
        throw endless("the service repeats a page key");
      }
    }
  }

  private void restart(InvalidRequestException rejected) {
    vanished = rejected;
    started = false;
    nextKey = null;
    seenKeys.clear();
    stalePages = 0;
    mostStalePages = MOST_STALE_PAGES + pages;
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
      pause.beforeRepetition(request, repetitions, deadline);
    }
  }

  /** Called when all items of a page were seen. */
  private void requireProgress() {
    stalePages = isStale ? stalePages + 1 : 0;
    if (stalePages > mostStalePages) {
      throw endless("the service repeats objects on " + stalePages + " pages in a row");
    }
  }

  private DynatraceResponseException endless(String what) {
    return new DynatraceResponseException(request, what + ", the list would never end", null);
  }

  private DynatraceTransportException incomplete(@Nullable Throwable cause) {
    return new DynatraceTransportException(
        request,
        DynatraceTransportException.Kind.NO_RESPONSE,
        "the list is incomplete after "
            + pages
            + " pages with "
            + items
            + " items: the total timeout of "
            + deadline.total().toMillis()
            + " ms has passed while waiting for the service",
        cause);
  }

  /** Null for an item that was delivered before. */
  private @Nullable T unlessDelivered(T item) {
    boolean isNew = onlyPage || identity.isNew(item);
    requireConsistent(false);
    if (!isNew) {
      return null;
    }
    isStale = false;
    if (++items > MAX_ITEMS) {
      throw new DynatraceResponseException(
          request, "the list has more than " + MAX_ITEMS + " items; narrow the query", null);
    }
    return item;
  }

  /** A list that has changed cannot be continued where the old one ended. */
  private void requireConsistent(boolean atEnd) {
    if (vanished != null && !identity.isConsistent(atEnd)) {
      throw vanished;
    }
  }
}
