package io.github.logconfig.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The values of one matcher that contain a wildcard. */
final class WildcardValues {

  static final WildcardValues NONE = new WildcardValues(List.of());

  /** Up to this number, patterns are tried one by one; beyond it, an index is used. */
  private static final int FEW = 4;

  private final List<WildcardPattern> all;
  private final boolean matchesEverything;
  private final Optional<WildcardTable> table;

  private WildcardValues(List<WildcardPattern> all) {
    this.all = all;
    this.matchesEverything = anyOnlyStars(all);
    this.table = all.size() <= FEW ? Optional.empty() : Optional.of(new WildcardTable(all));
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
    if (table.isPresent()) {
      return table.get().matches(text);
    }
    for (WildcardPattern pattern : all) {
      if (pattern.matches(text.text())) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyOnlyStars(List<WildcardPattern> patterns) {
    for (WildcardPattern pattern : patterns) {
      if (pattern.isOnlyStars()) {
        return true;
      }
    }
    return false;
  }
}
