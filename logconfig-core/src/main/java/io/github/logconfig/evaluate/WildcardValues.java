package io.github.logconfig.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one matcher that hold a wildcard, arranged so that few of them have to be tried:
 * first by what stands before their first star, then, if nothing does, by what stands behind their
 * last one.
 */
final class WildcardValues {

  static final WildcardValues NONE = new WildcardValues(List.of());

  private final List<WildcardPattern> all;
  private final Map<String, List<WildcardPattern>> byPrefix = new HashMap<>();
  private final Map<String, List<WildcardPattern>> bySuffix = new HashMap<>();
  private final List<WildcardPattern> others = new ArrayList<>();
  private final boolean takesInEverything;

  private WildcardValues(List<WildcardPattern> all) {
    this.all = all;
    this.takesInEverything = all.stream().anyMatch(WildcardPattern::isOnlyStars);
    for (WildcardPattern pattern : all) {
      String text = pattern.text();
      String prefix = text.substring(0, text.indexOf('*'));
      String suffix = text.substring(text.lastIndexOf('*') + 1);
      if (!prefix.isEmpty()) {
        byPrefix.computeIfAbsent(prefix, key -> new ArrayList<>()).add(pattern);
      } else if (!suffix.isEmpty()) {
        bySuffix.computeIfAbsent(suffix, key -> new ArrayList<>()).add(pattern);
      } else {
        others.add(pattern);
      }
    }
  }

  static WildcardValues of(Collection<String> values) {
    List<WildcardPattern> patterns = new ArrayList<>(0);
    for (String value : values) {
      if (value.indexOf('*') >= 0) {
        patterns.add(new WildcardPattern(value));
      }
    }
    return patterns.isEmpty() ? NONE : new WildcardValues(List.copyOf(patterns));
  }

  List<WildcardPattern> all() {
    return all;
  }

  boolean takesInEverything() {
    return takesInEverything;
  }

  boolean takesIn(String text) {
    if (takesInEverything) {
      return true;
    }
    for (int length = 1; length <= text.length() && !byPrefix.isEmpty(); length++) {
      if (anyMatches(byPrefix.get(text.substring(0, length)), text)) {
        return true;
      }
    }
    for (int from = 0; from < text.length() && !bySuffix.isEmpty(); from++) {
      if (anyMatches(bySuffix.get(text.substring(from)), text)) {
        return true;
      }
    }
    return anyMatches(others, text);
  }

  private static boolean anyMatches(@Nullable List<WildcardPattern> patterns, String text) {
    if (patterns != null) {
      for (WildcardPattern pattern : patterns) {
        if (pattern.matches(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
