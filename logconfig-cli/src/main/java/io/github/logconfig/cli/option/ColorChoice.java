package io.github.logconfig.cli.option;

import java.util.Map;

/** Values of {@code --color}. */
public enum ColorChoice {
  auto,
  always,
  never;

  /**
   * Returns whether to write colors.
   *
   * @param isTerminal whether the output goes to a terminal
   * @param variables environment variables; a NO_COLOR that is not empty and TERM=dumb disable
   *     {@link #auto}
   */
  public boolean isEnabled(boolean isTerminal, Map<String, String> variables) {
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
