package io.github.logconfig.source;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects what is wrong while a source is read. */
final class Problems {

  private static final int LONGEST = 500;

  private final SortedSet<Problem> problems = new TreeSet<>();

  void add(Place place, String message) {
    problems.add(new Problem(place.file(), place.line(), message));
  }

  List<Problem> inOrder() {
    return List.copyOf(problems);
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Somebody else's message: on one line, without control characters, and not endless. */
  static String oneLine(String message) {
    String line = message.replaceAll("[\\s\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  /** Where something stands. */
  record Place(String file, int line) {
    static Place wholeOf(String file) {
      return new Place(file, 0);
    }

    @Override
    public String toString() {
      return line == 0 ? Problem.shown(file) : Problem.shown(file) + ":" + line;
    }
  }
}
