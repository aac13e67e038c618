package io.github.logconfig.source;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects what is wrong while a source is read. */
final class Problems {

  private final SortedSet<Problem> problems = new TreeSet<>();

  void add(Place place, String message) {
    problems.add(new Problem(place.file(), place.line(), message));
  }

  List<Problem> inOrder() {
    return List.copyOf(problems);
  }

  /** Where something stands. */
  record Place(String file, int line) {
    static Place wholeOf(String file) {
      return new Place(file, 0);
    }

    @Override
    public String toString() {
      return file + ":" + line;
    }
  }
}
