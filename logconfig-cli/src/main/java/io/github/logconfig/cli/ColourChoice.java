package io.github.logconfig.cli;

import java.util.Map;

/** When to write in colours; the constants are what {@code --color} takes. */
enum ColourChoice {
  auto,
  always,
  never;

  /**
   * Whether to write in colours.
   *
   * @param isTerminal whether somebody looks at a terminal
   * @param variables the environment; NO_COLOR, set to anything, and TERM=dumb count
   */
  boolean isWanted(boolean isTerminal, Map<String, String> variables) {
    return switch (this) {
      case always -> true;
      case never -> false;
      case auto ->
          isTerminal
              && variables.getOrDefault("NO_COLOR", "").isEmpty()
              && !variables.getOrDefault("TERM", "").equals("dumb");
    };
  }
}
