package io.github.logconfig.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one matcher that contain a wildcard. Thread-safe: the index is constant. */
final class WildcardValues {

  static final WildcardValues NONE = new WildcardValues(List.of());

  /** Up to this number, patterns are tried one by one; beyond it, an index is used. */
  private static final int FEW = 4;

  /** An index of many patterns is created when they were tried one by one this often. */
  private static final int OFTEN = 8;

  private final List<WildcardPattern> all;
  private final boolean matchesEverything;
  private int tried;
  private @Nullable ValueTable table;

  private WildcardValues(List<WildcardPattern> all) {
    this.all = all;
    this.matchesEverything = all.stream().anyMatch(WildcardPattern::isOnlyStars);
  }

  static WildcardValues of(Collection<String> values) {
    List<WildcardPattern> patterns = new ArrayList<>(0);
    for (String value : values) {
      if (value.indexOf('*') >= 0) {
        patterns.add(new WildcardPattern(value));
      }
    }
    return patterns.isEmpty() ? NONE : new WildcardValues(patterns);
  }

  List<WildcardPattern> all() {
    return all;
  }

  /** Returns whether one of the values consists of stars only. */
  boolean matchesEverything() {
    return matchesEverything;
  }

  boolean matches(HashedText text) {
    if (matchesEverything) {
      return true;
    }
    ValueTable index = table;
    if (index == null && all.size() > FEW && tried++ >= OFTEN) {
      index = new ValueTable(all.stream().map(WildcardPattern::text).toList(), new int[all.size()]);
      table = index;
    }
    if (index != null) {
      return index.matches(text);
    }
    for (WildcardPattern pattern : all) {
      if (pattern.matches(text.text())) {
        return true;
      }
    }
    return false;
  }
}
