package io.github.logconfig.cli;

import java.time.Duration;
import java.util.Locale;

/** How long something took, as people say it: {@code 0.3 s}, {@code 2 min 5 s}. */
final class Elapsed {

  private Elapsed() {}

  static String of(Duration taken) {
    return taken.toSeconds() < 60
        ? String.format(Locale.ROOT, "%.1f s", taken.toMillis() / 1_000.0)
        : taken.toMinutes() + " min " + taken.toSecondsPart() + " s";
  }
}
