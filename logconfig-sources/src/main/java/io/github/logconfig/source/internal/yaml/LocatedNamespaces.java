package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.SourceLocation;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;

/**
 * The namespaces of one entry of a file and where they are, in natural order. A file may have a
 * million of them, so each takes 8 bytes besides its name. Unmodifiable.
 */
final class LocatedNamespaces extends AbstractMap<NamespaceName, SourceLocation> {

  private final SourceLocation document;
  private final NamespaceName[] names;
  private final int[] lines;

  /** Copies locations, which are all in {@code document}. */
  LocatedNamespaces(SourceLocation document, SortedMap<NamespaceName, SourceLocation> locations) {
    this.document = document;
    names = locations.keySet().toArray(new NamespaceName[0]);
    lines = locations.values().stream().mapToInt(SourceLocation::line).toArray();
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
