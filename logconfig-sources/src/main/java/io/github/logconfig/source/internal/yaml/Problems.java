package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects problems and warnings while a source is read. */
public final class Problems {

  private static final int LONGEST = 500;

  /** More than anybody reads; a hostile file could hold millions. */
  public static final int MOST = 10_000;

  private final Bounded problems = new Bounded("problems");
  private final Bounded warnings = new Bounded("warnings");

  public void add(Place place, String message) {
    add(place, message, Problem.Kind.INVALID);
  }

  public void add(Place place, String message, Problem.Kind kind) {
    add(new Problem(place.file(), place.line(), message, kind));
  }

  public void add(Problem problem) {
    problems.add(problem);
  }

  /** Adds a probable mistake that leaves nothing out. */
  public void warn(Place place, String message) {
    warn(new Problem(place.file(), place.line(), message));
  }

  public void warn(Problem warning) {
    warnings.add(warning);
  }

  public void addAll(Problems others) {
    others.inOrder().forEach(problems::add);
    others.warnings().forEach(warnings::add);
  }

  /** Adds problems that concern one cluster, and warnings. */
  public void addAllOf(ClusterName cluster, Optional<HostGroupName> hostGroup, Problems others) {
    for (Problem problem : others.inOrder()) {
      problems.add(of(cluster, hostGroup, problem));
    }
    others.warnings().forEach(warnings::add);
  }

  private static Problem of(
      ClusterName cluster, Optional<HostGroupName> hostGroup, Problem problem) {
    return new Problem(
        problem.file(),
        problem.line(),
        problem.message(),
        problem.kind(),
        Optional.of(cluster),
        hostGroup);
  }

  public List<Problem> inOrder() {
    return problems.inOrder();
  }

  public List<Problem> warnings() {
    return warnings.inOrder();
  }

  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Returns a foreign message on one line, without control characters, and cut if it is long. */
  public static String oneLine(String message) {
    String line = message.replaceAll("[\\s\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  /** Sorted and without repetitions; says so if there are more than anybody reads. */
  private static final class Bounded {
    private final String what;
    private final SortedSet<Problem> entries = new TreeSet<>();
    private Optional<Problem> more = Optional.empty();

    Bounded(String what) {
      this.what = what;
    }

    void add(Problem problem) {
      if (entries.size() < MOST) {
        entries.add(problem);
      } else {
        more =
            Optional.of(
                new Problem(problem.file(), 0, "there are more " + what + " than these " + MOST));
      }
    }

    boolean isEmpty() {
      return entries.isEmpty();
    }

    List<Problem> inOrder() {
      return Stream.concat(entries.stream(), more.stream()).toList();
    }
  }

  /** A position in a file. */
  public record Place(String file, int line) {
    public static Place wholeOf(String file) {
      return new Place(file, 0);
    }

    @Override
    public String toString() {
      return new Problem(file, line, "").place();
    }
  }
}
