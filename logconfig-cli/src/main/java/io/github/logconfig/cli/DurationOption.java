package io.github.logconfig.cli;

import io.github.logconfig.model.InvalidValueException;
import java.time.Duration;

/** Lengths of time among the options. */
final class DurationOption {

  private DurationOption() {}

  /** The length of time that {@code --timeout} says. */
  static Duration parse(String text) {
    return parse("--timeout", text);
  }

  /**
   * The length of time that an option says.
   *
   * @throws InvalidInputException if it says none
   */
  static Duration parse(String option, String text) {
    try {
      return DurationParser.parse(text);
    } catch (InvalidValueException e) {
      throw new InvalidInputException(option + ": " + e.getMessage());
    }
  }
}
