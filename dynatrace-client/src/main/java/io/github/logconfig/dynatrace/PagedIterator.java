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
 * refused.
 */
final class PagedIterator<T> implements Iterator<T> {

  record Page<T>(List<T> items, @Nullable String nextPageKey) {}

  private final String request;
  private final Function<@Nullable String, Page<T>> fetch;
  private final Set<String> seenKeys = new HashSet<>();
  private Iterator<T> current = List.<T>of().iterator();
  private @Nullable String nextKey;
  private boolean started;

  /**
   * @param fetch reads the page of a key, or the first page for null
   */
  PagedIterator(String request, Function<@Nullable String, Page<T>> fetch) {
    this.request = request;
    this.fetch = fetch;
  }

  /** The items as a stream that fetches pages when it needs them. */
  Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && (!started || nextKey != null)) {
      Page<T> page = fetch.apply(nextKey);
      started = true;
      current = page.items().iterator();
      nextKey = page.nextPageKey();
      if (nextKey != null && !seenKeys.add(nextKey)) {
        throw new DynatraceResponseException(
            request, "the service repeats a page key, the list would never end", null);
      }
    }
    return current.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
