package io.github.logconfig.cli.view;

import java.time.Duration;
import java.util.Locale;

/** Counts and durations in text for people. */
public final class Phrases {

  private Phrases() {}

  /** Returns for example {@code 1 cluster} or {@code 2 clusters}. */
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns for example {@code 0.3 s} or {@code 2 min 5 s}. */
  public static String duration(Duration duration) {
    return duration.toSeconds() < 60
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0)
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }
}
