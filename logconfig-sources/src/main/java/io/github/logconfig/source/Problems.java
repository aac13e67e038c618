package io.github.logconfig.source;

import io.github.logconfig.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects what is wrong while a source is read. */
final class Problems {

  private static final int LONGEST = 500;

  /** More than anybody reads; a hostile file could hold millions. */
  static final int MOST = 10_000;

  private final SortedSet<Problem> problems = new TreeSet<>();
  private Optional<Problem> more = Optional.empty();

  void add(Place place, String message) {
    add(place, message, Problem.Kind.INVALID);
  }

  void add(Place place, String message, Problem.Kind kind) {
    if (problems.size() < MOST) {
      problems.add(new Problem(place.file(), place.line(), message, kind));
    } else {
      more =
          Optional.of(new Problem(place.file(), 0, "there are more problems than these " + MOST));
    }
  }

  void add(Problem problem) {
    add(new Place(problem.file(), problem.line()), problem.message(), problem.kind());
  }

  List<Problem> inOrder() {
    return Stream.concat(problems.stream(), more.stream()).toList();
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
      return new Problem(file, line, "").place();
    }
  }
}
