package io.github.logconfig.cli.option.manifest;

import io.github.logconfig.cli.InvalidInputException;
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
 * Environment variables by which platforms configure containers. An empty variable counts as unset.
 *
 * @param dryRun {@code DRY_RUN}
 * @param once {@code RUN_ONCE}
 * @param staged {@code STAGED}
 * @param interval {@code SLEEP_DURATION_SECS}
 * @param shard {@code SHARDS} with {@code SHARD_ID} or {@code JOB_COMPLETION_INDEX}
 * @param port {@code PROMETHEUS_PORT}
 * @param config {@code CONFIG}
 */
public record ContainerVariables(
    Optional<Boolean> dryRun,
    Optional<Boolean> once,
    Optional<Boolean> staged,
    Optional<Duration> interval,
    Optional<Shard> shard,
    Optional<Integer> port,
    Optional<Path> config) {

  /** Variables that select the shard. */
  public static final Set<String> OF_SHARDS = Set.of("SHARDS", "SHARD_ID", "JOB_COMPLETION_INDEX");

  private static final int MAX_SLEEP = 86_400;
  private static final int MAX_SHARDS = 10_000;
  private static final int MAX_PORT = 65_535;

  /**
   * Parses the variables.
   *
   * @throws InvalidInputException if any of them is invalid; it lists all
   */
  public static ContainerVariables of(Map<String, String> variables) {
    Parser parser = new Parser(variables, new ArrayList<>());
    ContainerVariables parsed =
        new ContainerVariables(
            parser.value("DRY_RUN", ContainerVariables::dryRun),
            parser.value("RUN_ONCE", text -> bool(text, "true or false")),
            parser.value("STAGED", text -> bool(text, "true or false")),
            parser
                .value("SLEEP_DURATION_SECS", text -> number(text, 1, MAX_SLEEP))
                .map(Duration::ofSeconds),
            parser.shard(),
            parser.value("PROMETHEUS_PORT", text -> number(text, 0, MAX_PORT)),
            parser.value("CONFIG", ContainerVariables::path));
    if (!parser.problems().isEmpty()) {
      throw new InvalidInputException(parser.problems());
    }
    return parsed;
  }

  /** The value of a variable is invalid; the message is what was expected. */
  private static final class InvalidVariable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidVariable(String expected) {
      super(expected);
    }
  }

  private record Parser(Map<String, String> variables, List<String> problems) {

    <T> Optional<T> value(String name, Function<String, T> parser) {
      String text = variables.getOrDefault(name, "").strip();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(parser.apply(text));
      } catch (InvalidVariable e) {
        problems.add("variable " + name + ": " + Quoted.of(text) + "; expected " + e.getMessage());
        return Optional.empty();
      }
    }

    /** SHARD_ID comes before JOB_COMPLETION_INDEX, which every indexed job has. */
    Optional<Shard> shard() {
      int before = problems.size();
      Optional<Integer> count = value("SHARDS", text -> number(text, 1, MAX_SHARDS));
      Optional<Integer> id = value("SHARD_ID", text -> number(text, 0, MAX_SHARDS));
      String name = id.isPresent() ? "SHARD_ID" : "JOB_COMPLETION_INDEX";
      Optional<Integer> index = id.or(() -> value(name, text -> number(text, 0, MAX_SHARDS)));
      if (problems.size() > before || (count.isEmpty() && index.isEmpty())) {
        return Optional.empty();
      }
      // without a count there is one shard
      int shards = count.orElse(1);
      if (index.isEmpty() && shards > 1) {
        problems.add("variable SHARDS is " + shards + " but SHARD_ID is not set");
      } else if (index.orElse(0) >= shards) {
        problems.add(
            "variable "
                + name
                + ": "
                + index.orElse(0)
                + "; expected less than SHARDS, which is "
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
      default -> bool(text, "true, false, --dry-run or --no-dry-run");
    };
  }

  private static boolean bool(String text, String expected) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new InvalidVariable(expected);
    };
  }

  private static int number(String text, int min, int max) {
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new InvalidVariable("a whole number from " + min + " to " + max);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidVariable("the path of a file");
    }
  }
}
