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
 *   <li>Pages are offsets into a list that others change. If an object of a page that was read is
 *       deleted or moved, the first object of the next page moves to the page that was read, and
 *       would be missed. A smaller total count, or a repeated item together with a missing one,
 *       shows that; the list is then read again, too. An object deleted in front while another is
 *       added behind cannot be noticed.
 *   <li>A list that does not end is rejected: if a page key repeats, if eleven pages in a row
 *       contain only delivered items, at 500,000 items, and when the deadline has passed. The
 *       deadline counts the time spent reading pages, not the time that the consumer takes.
 * </ul>
 */
final class PagedIterator<T> implements Iterator<T> {

  /**
   * @param totalCount the number of items of all pages; null if the service does not count them
   */
  record Page<T>(List<T> items, @Nullable Long totalCount, @Nullable String nextPageKey) {}

  /** The list has changed while it was read, and the consumer wants to begin again itself. */
  static final class ListChanged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ListChanged(@Nullable Throwable cause) {
      super("the list has changed while it was read", cause, false, false);
    }
  }

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
  static final int MOST_READINGS = 10;
  private static final int MOST_REPETITIONS = 10;
  private static final int MOST_EMPTY_PAGES = 1_000;

  /** Small pages may repeat while objects are inserted in front of them. */
  private static final int MOST_STALE_PAGES = 10;

  private final String request;
  private final Source<T> source;
  private final DeliveredItems<T> identity;
  private final Pause pause;
  private final Deadline deadline;
  private final boolean rereads;

  /** Hashes, since a key may be long. */
  private final Set<Long> seenKeys = new HashSet<>();

  private Iterator<T> current = List.<T>of().iterator();
  private @Nullable T next;
  private @Nullable String nextKey;
  private @Nullable InvalidRequestException vanished;
  private @Nullable Long totalCount;
  private boolean started;
  private boolean onlyPage;
  private boolean isStale;
  private int repetitions;
  private int emptyPages;
  private int pages;
  private int items;
  private int stalePages;
  private int repeatedItems;
  private int readings = 1;
  private int mostStalePages = MOST_STALE_PAGES;

  /**
   * @param deadline suspended; several lists that are one operation share it
   * @param rereads whether to read a list that has changed again; else {@link ListChanged} is
   *     thrown
   */
  PagedIterator(
      String request,
      Source<T> source,
      DeliveredItems<T> identity,
      Pause pause,
      Deadline deadline,
      boolean rereads) {
    this.request = request;
    this.source = source;
    this.identity = identity;
    this.pause = pause;
    this.deadline = deadline;
    this.rereads = rereads;
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
      if (isIncomplete()) {
        deadline.resume();
        try {
          reread();
        } finally {
          deadline.suspend();
        }
      }
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
      if (nextKey == null || vanished != null) {
        throw rejected;
      }
      if (!rereads) {
        throw new ListChanged(rejected);
      }
      if (!identity.restart()) {
        throw rejected;
      }
      vanished = rejected;
      restart();
      return;
    }
    boolean shrunk =
        started
            && totalCount != null
            && page.totalCount() != null
            && page.totalCount() < totalCount;
    totalCount = page.totalCount();
    if (shrunk && (!rereads || identity.restart())) {
      reread();
      return;
    }
    String key = page.nextPageKey();
    onlyPage = !started && key == null && vanished == null && readings == 1;
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

  /** Returns whether an item came twice, and another one that the service has counted did not. */
  private boolean isIncomplete() {
    return readings == 1
        && vanished == null
        && repeatedItems > 0
        && totalCount != null
        && items < totalCount;
  }

  private void reread() {
    if (!rereads) {
      throw new ListChanged(null);
    }
    if (readings == MOST_READINGS) {
      throw changing(request);
    }
    pause.beforeRepetition(request, readings, deadline);
    readings++;
    restart();
  }

  static DynatraceTransportException changing(String request) {
    return new DynatraceTransportException(
        request,
        DynatraceTransportException.Kind.NO_RESPONSE,
        "the list has changed while it was read, %d times in a row; try again when fewer objects are deleted"
            .formatted(MOST_READINGS),
        null);
  }

  private void restart() {
    started = false;
    totalCount = null;
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
      repeatedItems++;
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
