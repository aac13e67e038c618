package io.github.logconfig.cli.configuration;

import io.github.logconfig.model.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An invalid configuration file.
 *
 * @since 0.1.0
 */
public final class InvalidConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns the problems in the order of their lines, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
