package io.github.logconfig.cli;

import java.util.List;

/** Input that cannot be worked with, or cannot be had; nothing has been sent to Dynatrace yet. */
final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;
  private final int exitCode;

  InvalidInputException(List<String> lines) {
    this(lines, ExitCode.INVALID_INPUT);
  }

  /**
   * @param exitCode what the command's exit status is to be
   */
  InvalidInputException(List<String> lines, int exitCode) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
    this.exitCode = exitCode;
  }

  InvalidInputException(String line) {
    this(List.of(line));
  }

  /** What is wrong, one line each. */
  List<String> lines() {
    return lines;
  }

  int exitCode() {
    return exitCode;
  }
}
