package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects problems and warnings while a source is read. */
public final class Problems {

  private static final int MAX_LENGTH = 500;

  /** Limit on the number of entries; a hostile file could cause millions. */
  public static final int MAX_ENTRIES = 10_000;

  private final Bounded problems = new Bounded("problems");
  private final Bounded warnings = new Bounded("warnings");

  public void add(SourceLocation location, String message) {
    add(location, message, Problem.Kind.INVALID);
  }

  public void add(SourceLocation location, String message, Problem.Kind kind) {
    add(new Problem(location, message, kind));
  }

  public void add(Problem problem) {
    problems.add(problem);
  }

  /** Adds a probable mistake. Nothing is left out because of a warning. */
  public void warn(SourceLocation location, String message) {
    warn(new Problem(location, message));
  }

  public void warn(Problem warning) {
    warnings.add(warning);
  }

  public void addAll(Problems others) {
    others.inOrder().forEach(problems::add);
    others.warnings().forEach(warnings::add);
  }

  /** Adds problems that concern one cluster, and warnings. */
  public void addAllForCluster(
      ClusterName cluster, Optional<HostGroupName> hostGroup, Problems others) {
    for (Problem problem : others.inOrder()) {
      problems.add(of(cluster, hostGroup, problem));
    }
    others.warnings().forEach(warnings::add);
  }

  private static Problem of(
      ClusterName cluster, Optional<HostGroupName> hostGroup, Problem problem) {
    return new Problem(
        problem.location(),
        problem.message(),
        problem.kind(),
        Optional.of(cluster),
        hostGroup,
        problem.namespace());
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

  /** Returns a message of a library on one line, without control characters, truncated. */
  public static String oneLine(String message) {
    String line = message.replaceAll("[\\s\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ").strip();
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
  }

  /** Sorted entries without duplicates, up to a limit. */
  private static final class Bounded {
    private final String what;
    private final SortedSet<Problem> entries = new TreeSet<>();
    private Optional<Problem> more = Optional.empty();

    Bounded(String what) {
      this.what = what;
    }

    void add(Problem problem) {
      if (entries.size() < MAX_ENTRIES) {
        entries.add(problem);
      } else {
        more =
            Optional.of(
                new Problem(
                    problem.location().atLine(0),
                    "more than " + MAX_ENTRIES + " " + what + "; the others are omitted"));
      }
    }

    boolean isEmpty() {
      return entries.isEmpty();
    }

    List<Problem> inOrder() {
      return entries.isEmpty()
          ? List.of()
          : Stream.concat(entries.stream(), more.stream()).toList();
    }
  }
}
