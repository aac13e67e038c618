package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.Shard;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a platform tells its containers by variables. An empty variable counts as none; nonsense is
 * refused, all of it at once.
 *
 * @param dryRun {@code DRY_RUN}
 * @param once {@code RUN_ONCE}
 * @param interval {@code SLEEP_DURATION_SECS}
 * @param shard {@code SHARDS} with {@code SHARD_ID} or {@code JOB_COMPLETION_INDEX}
 * @param port {@code PROMETHEUS_PORT}
 * @param config {@code CONFIG}
 */
record ContainerVariables(
    Optional<Boolean> dryRun,
    Optional<Boolean> once,
    Optional<Duration> interval,
    Optional<Shard> shard,
    Optional<Integer> port,
    Optional<Path> config) {

  /** The variables that say which share of the work is meant. */
  static final Set<String> OF_SHARDS = Set.of("SHARDS", "SHARD_ID", "JOB_COMPLETION_INDEX");

  private static final int LONGEST_SLEEP = 86_400;
  private static final int MOST_SHARDS = 10_000;
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads the variables.
   *
   * @throws InvalidInputException if one of them makes no sense; it names them all
   */
  static ContainerVariables of(Map<String, String> variables) {
    Reading reading = new Reading(variables, new ArrayList<>());
    ContainerVariables read =
        new ContainerVariables(
            reading.value("DRY_RUN", ContainerVariables::dryRun),
            reading.value("RUN_ONCE", ContainerVariables::truth),
            reading
                .value("SLEEP_DURATION_SECS", text -> number(text, 1, LONGEST_SLEEP))
                .map(Duration::ofSeconds),
            reading.shard(),
            reading.value("PROMETHEUS_PORT", text -> number(text, 0, HIGHEST_PORT)),
            reading.value("CONFIG", ContainerVariables::path));
    if (!reading.problems().isEmpty()) {
      throw new InvalidInputException(reading.problems());
    }
    return read;
  }

  /** Says what was expected instead. */
  private static final class Nonsense extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Nonsense(String expected) {
      super(expected);
    }
  }

  private record Reading(Map<String, String> variables, List<String> problems) {

    <T> Optional<T> value(String name, Function<String, T> parser) {
      String text = variables.getOrDefault(name, "").strip();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(parser.apply(text));
      } catch (Nonsense e) {
        problems.add("variable " + name + " is " + Quoted.of(text) + ", not " + e.getMessage());
        return Optional.empty();
      }
    }

    /** A variable that names the share beats the one that every indexed job has. */
    Optional<Shard> shard() {
      int before = problems.size();
      Optional<Integer> count = value("SHARDS", text -> number(text, 1, MOST_SHARDS));
      Optional<Integer> id = value("SHARD_ID", text -> number(text, 0, MOST_SHARDS));
      String name = id.isPresent() ? "SHARD_ID" : "JOB_COMPLETION_INDEX";
      Optional<Integer> index = id.or(() -> value(name, text -> number(text, 0, MOST_SHARDS)));
      if (problems.size() > before || (count.isEmpty() && index.isEmpty())) {
        return Optional.empty();
      }
      // without a count there is one share, as those platforms have it
      int shards = count.orElse(1);
      if (index.isEmpty() && shards > 1) {
        problems.add("variable SHARDS is " + shards + ", and SHARD_ID does not say which");
      } else if (index.orElse(0) >= shards) {
        problems.add(
            "variable "
                + name
                + " is "
                + index.orElse(0)
                + ", not below SHARDS, which is "
                + count.map(String::valueOf).orElse("not set"));
      } else {
        return Optional.of(new Shard(index.orElse(0), shards));
      }
      return Optional.empty();
    }
  }

  private static boolean dryRun(String text) {
    return switch (text) {
      case "--dry-run" -> true;
      case "--no-dry-run" -> false;
      default -> truth(text, "true, false, --dry-run or --no-dry-run");
    };
  }

  private static boolean truth(String text) {
    return truth(text, "true or false");
  }

  private static boolean truth(String text, String expected) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (Set.of("true", "1").contains(lower)) {
      return true;
    }
    if (Set.of("false", "0").contains(lower)) {
      return false;
    }
    throw new Nonsense(expected);
  }

  private static int number(String text, int least, int most) {
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new Nonsense("a whole number from " + least + " to " + most);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Nonsense("the path of a file");
    }
  }
}
