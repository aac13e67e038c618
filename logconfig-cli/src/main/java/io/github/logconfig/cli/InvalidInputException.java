package io.github.logconfig.cli;

import java.util.List;

/** Input that cannot be worked with; nothing has been sent yet. */
final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  InvalidInputException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  InvalidInputException(String line) {
    this(List.of(line));
  }

  /** What is wrong, one line each. */
  List<String> lines() {
    return lines;
  }
}
