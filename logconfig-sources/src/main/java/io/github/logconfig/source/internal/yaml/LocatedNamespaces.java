package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.SourceLocation;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The namespaces of one entry of a file and where they are, in natural order. A file may have a
 * million of them, so each takes 8 bytes besides its name. Unmodifiable.
 */
final class LocatedNamespaces extends AbstractMap<NamespaceName, SourceLocation> {

  private final SourceLocation document;
  private final NamespaceName[] names;
  private final int[] lines;

  /** The line of a namespace; ordered by the namespace. */
  record Place(NamespaceName name, int line) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return name.compareTo(other.name);
    }
  }

  /**
   * Copies places, of a repeated namespace the first.
   *
   * @param document the place of the document that all of them are in
   * @param places where they are in it; sorted by this
   */
  LocatedNamespaces(SourceLocation document, List<Place> places) {
    this.document = document;
    places.sort(null);
    NamespaceName[] all = new NamespaceName[places.size()];
    lines = new int[all.length];
    int size = 0;
    for (Place place : places) {
      if (size == 0 || !place.name().equals(all[size - 1])) {
        all[size] = place.name();
        lines[size++] = place.line();
      }
    }
    names = size == all.length ? all : Arrays.copyOf(all, size);
  }

  /** Creates no entries. */
  @Override
  public Set<NamespaceName> keySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<NamespaceName> iterator() {
        return Arrays.asList(names).iterator();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  @Override
  public Set<Map.Entry<NamespaceName, SourceLocation>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<NamespaceName, SourceLocation>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < names.length;
          }

          @Override
          public Map.Entry<NamespaceName, SourceLocation> next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            int index = next++;
            return Map.entry(names[index], document.atLine(lines[index]));
          }
        };
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }
}
