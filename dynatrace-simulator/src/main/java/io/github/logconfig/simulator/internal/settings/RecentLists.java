package io.github.logconfig.simulator.internal.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What lists have found lately, so that a further page does not look at all objects again. */
public final class RecentLists {

  private static final int KEPT = 8;

  private record Found(long version, List<StoredObject> objects) {}

  private final Map<Map<String, String>, Found> recent =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, Found> eldest) {
          return size() > KEPT;
        }
      };

  synchronized List<StoredObject> get(
      Map<String, String> query, long version, Supplier<List<StoredObject>> search) {
    Found found = recent.get(query);
    if (found == null || found.version() != version) {
      found = new Found(version, search.get());
      recent.put(query, found);
    }
    return found.objects();
  }
}
