package io.github.logconfig.internal;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set in natural order that takes one reference for each element, where a tree takes
 * 40 bytes. A fleet has a million namespaces.
 */
@SuppressWarnings("JdkObsolete") // a NavigableSet needs many more methods, which are not used
public final class SortedArraySet<E extends Comparable<? super E>> extends AbstractSet<E>
    implements SortedSet<E> {

  private final Object[] elements;
  private final int from;
  private final int to;

  private SortedArraySet(Object[] elements, int from, int to) {
    this.elements = elements;
    this.from = from;
    this.to = to;
  }

  /** Returns the set of some elements. */
  public static <E extends Comparable<? super E>> SortedArraySet<E> of(
      Collection<? extends E> elements) {
    if (elements instanceof SortedArraySet<?> same) {
      @SuppressWarnings("unchecked")
      SortedArraySet<E> set = (SortedArraySet<E>) same;
      return set;
    }
    Object[] sorted = elements.toArray();
    int size = sorted.length;
    if (!isAscending(sorted)) {
      Arrays.sort(sorted);
      size = Math.min(1, sorted.length);
      for (int i = 1; i < sorted.length; i++) {
        if (!sorted[i].equals(sorted[size - 1])) {
          sorted[size++] = sorted[i];
        }
      }
    }
    return new SortedArraySet<>(
        size == sorted.length ? sorted : Arrays.copyOf(sorted, size), 0, size);
  }

  /** Returns an immutable set that keeps the order of its elements, whatever it is. */
  public static <E extends Comparable<? super E>> Set<E> inOrderOf(Collection<E> elements) {
    if (elements instanceof SortedArraySet<E> same) {
      return same;
    }
    Object[] inOrder = elements.toArray();
    return isAscending(inOrder)
        ? new SortedArraySet<>(inOrder, 0, inOrder.length)
        : Collections.unmodifiableSet(new LinkedHashSet<>(elements));
  }

  /** Returns whether elements are in natural order, each once. */
  @SuppressWarnings("unchecked")
  private static boolean isAscending(Object[] elements) {
    Arrays.asList(elements).forEach(Objects::requireNonNull);
    for (int i = 1; i < elements.length; i++) {
      if (((Comparable<Object>) elements[i - 1]).compareTo(elements[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private E element(int index) {
    return (E) elements[index];
  }

  private int indexOf(Object element) {
    return Arrays.binarySearch(elements, from, to, element);
  }

  /** Returns the index of the first element that is not smaller. */
  private int ceiling(E element) {
    int index = indexOf(element);
    return Math.min(Math.max(index < 0 ? -index - 1 : index, from), to);
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return element != null && indexOf(element) >= 0;
  }

  @Override
  public Iterator<E> iterator() {
    return new Iterator<>() {
      private int next = from;

      @Override
      public boolean hasNext() {
        return next < to;
      }

      @Override
      public E next() {
        if (next >= to) {
          throw new NoSuchElementException();
        }
        return element(next++);
      }
    };
  }

  @Override
  public Object[] toArray() {
    return Arrays.copyOfRange(elements, from, to, Object[].class);
  }

  @Override
  public @Nullable Comparator<? super E> comparator() {
    return null;
  }

  @Override
  public SortedSet<E> subSet(E first, E end) {
    return new SortedArraySet<>(elements, ceiling(first), ceiling(end));
  }

  @Override
  public SortedSet<E> headSet(E end) {
    return new SortedArraySet<>(elements, from, ceiling(end));
  }

  @Override
  public SortedSet<E> tailSet(E first) {
    return new SortedArraySet<>(elements, ceiling(first), to);
  }

  @Override
  public E first() {
    return iterator().next();
  }

  @Override
  public E last() {
    if (isEmpty()) {
      throw new NoSuchElementException();
    }
    return element(to - 1);
  }
}
